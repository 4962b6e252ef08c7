// The way to the hub as the operator sees it: whose machine serves this page, since when the site is alone, what it keeps.
import type { JSX } from 'preact';
import { l } from '../../i18n/link.ts';
import { alone, linked, now, state } from '../../ui/hub.ts';
import { hourAndMinute, number } from '../../ui/language.ts';
import { away } from '../../ui/moving.ts';

// What takes longer than this to come back from the hub is felt.
const SLOW_MS = 3000;

type Way = 'hub' | 'site' | 'alone' | 'slow' | 'away';

function way(): Way {
  const { site } = state.value;
  if (alone.value) return 'alone';
  if (site === null) return away.value ? 'away' : 'hub';
  return site.oldest !== undefined && now.value - site.oldest > SLOW_MS ? 'slow' : 'site';
}

export function SiteLink(): JSX.Element | null {
  const { site } = state.value;
  const name = way();
  if (!linked.value || (name === 'hub' && site === null)) return null;
  const { outbox = 0, oldest, since } = site ?? {};
  const words = [
    name === 'alone' && since !== undefined && l().aloneShort(hourAndMinute(since)),
    name === 'site' && l().ours,
    name === 'slow' && l().slow,
    name === 'away' && l().direct,
    outbox > 0 && l().keeps(number(outbox)),
    outbox > 0 && oldest !== undefined && l().oldest(hourAndMinute(oldest)),
  ];
  return (
    <small role="status" class="way" data-way={name} data-site-outbox={outbox}>
      {words.filter(Boolean).join(' · ')}
    </small>
  );
}
