// What this page does in the name of a site, and whether it may.
import { computed } from '@preact/signals';
import { holderOf, holdingOf, numberOf } from '../core/lease.ts';
import type { Holding } from '../core/lease.ts';
import type { Submitted, Wish } from '../core/outbox.ts';
import type { UntilCommand } from '../core/relay.ts';
import type { Command } from '../core/types.gen.ts';
import { all, live, me, relay } from './hub.ts';

const speaks = (): boolean => me.value?.channel.startsWith('operator:') ?? false;

/** The own site's row; none for whoever does not speak for one. */
export const ownSite = computed(() => (speaks() ? all('site').find(({ id }) => id === me.value?.site) : undefined));

export const holding = computed((): Holding => holdingOf(ownSite.value, me.value?.id));

/** Somebody else has the console: nothing in the site's name from here. */
export const isFenced = (): boolean => holding.value === 'other';

export const holder = computed(() => holderOf(ownSite.value, live.value?.operators));

/** The parameters with the number of the lease, where there is one: of an operator's page alone. */
export const underLease = <P extends object>(params: P): P & { lease?: number } => ({ ...params, ...numberOf(ownSite.value, me.value?.id) });

type Waits = Exclude<Command, 'poll.cast' | UntilCommand>;

/** One act in the name of the site, refused here while somebody else speaks for it; of any other page as it is. */
export const forSite = <C extends Waits>(method: C, params: Wish<C>): Submitted | 'fenced' =>
  isFenced() ? 'fenced' : relay.submit(method, underLease(params) as Wish<C>);

export const forSiteNow = <C extends UntilCommand>(method: C, params: Omit<Wish<C>, 'until'>): Submitted | 'fenced' =>
  isFenced() ? 'fenced' : relay.submitNow(method, underLease(params) as Omit<Wish<C>, 'until'>);
