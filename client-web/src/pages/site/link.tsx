// The way to the hub as the operator sees it: whose machine serves this page, since when the site is alone, what it keeps.
import type { JSX } from 'preact';
import { wy } from '../../i18n/way.ts';
import { dayAndTime } from '../../ui/day.ts';
import { alone, linked, now, state } from '../../ui/hub.ts';
import { number } from '../../ui/language.ts';
import { ownSite } from '../../ui/lease.ts';
import { away } from '../../ui/moving.ts';

// What takes longer than this to come back from the hub is felt.
const SLOW_MS = 3000;

/** hub: without a process of its own, or in the hall, where the hub is. away: it has one, and it does not serve. */
type Way = 'hub' | 'site' | 'alone' | 'slow' | 'away';

function way(): Way {
  const { site } = state.value;
  if (alone.value) return 'alone';
  if (site === null) return away.value && ownSite.value?.siteKind !== 'hall' ? 'away' : 'hub';
  return site.oldest !== undefined && now.value - site.oldest > SLOW_MS ? 'slow' : 'site';
}

export function SiteLink(): JSX.Element | null {
  const { site } = state.value;
  const name = way();
  if (!linked.value) return null;
  const { outbox = 0, oldest, since } = site ?? {};
  const words = [
    name === 'alone' && since !== undefined && wy().aloneShort(dayAndTime(since)),
    name === 'hub' && wy().straight,
    name === 'site' && wy().ours,
    name === 'slow' && wy().slow,
    name === 'away' && wy().away,
    outbox > 0 && wy().keeps(number(outbox)),
    outbox > 0 && oldest !== undefined && wy().oldest(dayAndTime(oldest)),
  ];
  return (
    <small role="status" class="way" data-way={name} data-site-outbox={outbox}>
      {words.filter(Boolean).join(' · ')}
    </small>
  );
}
