// Who speaks for a site, as a page reads it. The rules are the hub's (relay/DELIVERY.md, O).
import type { LiveOperator, SiteRow } from './types.gen.ts';

/** free: nobody speaks for the site; own: this operator does; other: a colleague does. */
export type Holding = 'free' | 'own' | 'other';

export function holdingOf(site: SiteRow | undefined, person: string | undefined): Holding {
  if (site?.operator === undefined) return 'free';
  return site.operator === person ? 'own' : 'other';
}

/** The number that goes with what is done in the site's name; nothing while nobody speaks for it. */
export const numberOf = (site: SiteRow | undefined, person: string | undefined): { lease?: number } =>
  site?.lease !== undefined && holdingOf(site, person) === 'own' ? { lease: site.lease } : {};

/** What a taker says to have seen. */
export const seenOf = (site: SiteRow): { site: string; lease?: number } => ({
  site: site.id,
  ...(site.lease === undefined ? {} : { lease: site.lease }),
});

/** May a colleague take over: its holder is gone, and has been for long enough. Nothing heard of a holder: the hub decides. */
export const isReplaceable = (holder: LiveOperator | undefined, now: number): boolean => !holder?.here && now >= (holder?.heldUntil ?? 0);

/** Whoever holds the site's lease, as last heard; nothing while the hub has not said anything of this holder. */
export const holderOf = (site: SiteRow | undefined, operators: readonly LiveOperator[] | undefined): LiveOperator | undefined =>
  operators?.find((one) => one.site === site?.id && one.operator === site?.operator);
