// Who speaks for the site from which page: taken by itself when nobody does, taken over by an act that says what it means, given up on leaving.
import { effect, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { isReplaceable, seenOf } from '../../core/lease.ts';
import type { SiteRow } from '../../core/types.gen.ts';
import { cu } from '../../i18n/cue.ts';
import { dayAndTime } from '../../ui/day.ts';
import { now, ready, relay, within } from '../../ui/hub.ts';
import { holder, holding, ownSite, underLease } from '../../ui/lease.ts';
import { tell } from '../../ui/staff.tsx';
import './cue.css';

const asksToTakeOver = signal(false);
// Given up by hand: then it is not taken again by itself.
const gaveUp = signal(false);
const lost = signal(false);
let triedFor: number | undefined;
let before = holding.value;

const take = (site: SiteRow): void => {
  gaveUp.value = false;
  asksToTakeOver.value = false;
  tell('lease.take', relay.submitNow('lease.take', seenOf(site)));
};

function giveUp(): void {
  const site = ownSite.value;
  const { lease } = underLease({});
  if (!site || lease === undefined) return;
  gaveUp.value = true;
  tell('lease.give_up', relay.submitNow('lease.give_up', { site: site.id, lease }));
}

/** Whoever leaves the page for good leaves the site to the next. */
export function signOut(): void {
  if (within.value) giveUp();
  relay.signOut();
}

// The first operator at the site speaks for it without being asked.
effect(() => {
  const site = ownSite.value;
  if (!ready.value || !within.value || !site || holding.value !== 'free' || gaveUp.value || triedFor === (site.lease ?? 0)) return;
  triedFor = site.lease ?? 0;
  take(site);
});

effect(() => {
  const is = holding.value;
  if (before === 'own' && is === 'other') lost.value = true;
  else if (is !== 'other') lost.value = false;
  if (is !== 'other') asksToTakeOver.value = false;
  before = is;
});

const nameOf = (site: SiteRow): string => site.operatorName ?? site.operator ?? '';

function situation(site: SiteRow): string {
  const since = dayAndTime(site.leaseAt ?? 0);
  const { here, seenAt } = holder.value ?? {};
  return here === false && seenAt !== undefined ? cu().otherGone(nameOf(site), since, dayAndTime(seenAt)) : cu().other(nameOf(site), since);
}

const Question = ({ site }: { site: SiteRow }): JSX.Element => (
  <div class="bar news" role="alert" data-console="other" data-sure="lease.take">
    <div class="row">
      <span class="grow">{cu().takeOverSure(situation(site))}</span>
      <button type="button" class="main" data-action="lease.take" disabled={!within.value} onClick={() => take(site)}>
        {cu().takeOverNow}
      </button>
      <button type="button" data-action="cancel" onClick={() => (asksToTakeOver.value = false)}>
        {cu().cancel}
      </button>
    </div>
  </div>
);

/** Why it cannot be taken over now. */
function why(): string[] {
  const { here, heldUntil } = holder.value ?? {};
  if (here) return [cu().askModerator];
  const wait = heldUntil === undefined ? 0 : Math.ceil((heldUntil - now.value) / 1000);
  return wait > 0 ? [cu().takeOverIn(wait)] : [];
}

function Other({ site }: { site: SiteRow }): JSX.Element {
  if (asksToTakeOver.value) return <Question site={site} />;
  const here = holder.value?.here ?? false;
  return (
    <div class="bar news stack" data-console="other" data-here={here}>
      <div class="split">
        <span>
          <b>◌ {lost.value ? cu().lostIt(nameOf(site), dayAndTime(site.leaseAt ?? 0)) : situation(site)}</b>{' '}
          <small>{[cu().fencedHere, ...why()].join(' ')}</small>
        </span>
        <button type="button" data-action="lease.take-open" disabled={!within.value || !isReplaceable(holder.value, now.value)} onClick={() => (asksToTakeOver.value = true)}>
          {lost.value ? cu().takeBack : cu().takeOver}
        </button>
      </div>
      {!within.value && <small>{cu().noLink}</small>}
    </div>
  );
}

/** Stands above everything that depends on it, while something about it is not as it should be. */
export function ConsoleBar(): JSX.Element | null {
  const site = ownSite.value;
  if (!site || holding.value === 'own') return null;
  if (holding.value === 'other') return <Other site={site} />;
  return (
    <p class="bar news split" data-console="free" data-lease={site.lease}>
      <span>{cu().free}</span>
      <button type="button" class="main" data-action="lease.take" disabled={!within.value} onClick={() => take(site)}>
        {cu().take}
      </button>
    </p>
  );
}

/** That all is well with it is no bar's worth. */
export function ConsoleWord(): JSX.Element | null {
  const site = ownSite.value;
  if (!site || holding.value !== 'own') return null;
  return (
    <p class="row console" data-console="own" data-lease={site.lease}>
      <small>✓ {cu().own(dayAndTime(site.leaseAt ?? 0))}</small>
      <button type="button" class="quiet" data-action="lease.give_up" disabled={!within.value} onClick={giveUp}>
        {cu().giveUp}
      </button>
    </p>
  );
}
