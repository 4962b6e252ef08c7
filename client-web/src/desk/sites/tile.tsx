import type { JSX } from 'preact';
import { durationText } from '../../core/duration.ts';
import { checkInOf } from '../../core/sites.ts';
import type { SiteState } from '../../core/sites.ts';
import { si } from '../../i18n/sites.ts';
import { checkInShort } from '../../ui/check_in.ts';
import { all, now } from '../../ui/hub.ts';
import { number, pick } from '../../ui/language.ts';
import { accountName, calledOf } from '../../ui/staff.tsx';
import { LinkChip, wayWord } from './chip.tsx';
import { chosen } from './state.ts';

/** Who speaks for the site; while nobody does, who could. */
const operatorsOf = ({ site, operators }: SiteState): string => (site.operator === undefined ? operators.map(calledOf).join(', ') : `▸ ${site.operatorName ?? accountName(site.operator)}`);

const since = (time: number): string => durationText(Math.max(0, now.value - time));

/** Once anything has begun, nobody asks any more what was tried out before. */
const beforeDoors = (): boolean => all('agenda_item').every(({ state }) => state === 'planned');

/** The way there and back; of one that is cut off, for how long it has been. */
function wayOf({ condition, link }: SiteState): string {
  if (condition === 'cut' && link?.since !== undefined) return since(link.since);
  return link?.up && link.roundTrip !== undefined ? wayWord(link.roundTrip) : '–';
}

const Kept = ({ count }: { count: number }): JSX.Element => (
  <span title={si().outboxShort(number(count))}>
    <span aria-hidden="true">⇡ {number(count)}</span>
    <span class="unseen">{si().outboxShort(number(count))}</span>
  </span>
);

/** What somebody may have to look after, the most urgent first. */
function alertsOf({ awaitedBy, contested, condition, link, displays, behind }: SiteState): string[] {
  const connected = displays.filter(({ standing }) => standing !== 'absent').length;
  return [
    awaitedBy.length > 0 && `◔ ${si().awaitedShort(awaitedBy.map(({ id }) => `#${id}`).join(' '))}`,
    contested && `⚠ ${si().contestedShort}`,
    condition === 'slow' && link?.oldest !== undefined && `⇡ ${si().waitsShort(since(link.oldest))}`,
    behind > 0 && `⚠ ${si().displaysShort(connected - behind, connected)}`,
  ].filter((words) => words !== false);
}

/** Each line has its place whether there is anything in it or not: nothing moves when a figure comes. */
export function Tile({ state }: { state: SiteState }): JSX.Element {
  const { site, condition, link, present, behind } = state;
  const alerts = alertsOf(state);
  const quiet = [beforeDoors() && checkInShort(site), operatorsOf(state)].filter(Boolean).join(' · ');
  const comesDirectly = condition === 'never' && present > 0;
  return (
    <li data-site={site.id} data-condition={condition} data-outbox={link?.outbox} data-behind={behind} data-checked={checkInOf(site)}>
      <button type="button" class="tile" data-action="site" aria-pressed={chosen.value === site.id} onClick={() => (chosen.value = chosen.value === site.id ? null : site.id)}>
        {comesDirectly ? <span class="site-chip">○ {si().directShort}</span> : <LinkChip condition={condition} />}
        <b class="tile-name">
          <bdi>{pick(site.name)}</bdi>
        </b>
        <span class="tile-figures">
          <span>{site.id}</span> <span>{wayOf(state)}</span>
        </span>
        <span class="tile-figures">
          <span>{condition === 'cut' ? '–' : si().presentShort(number(present))}</span> {link?.up && link.outbox ? <Kept count={link.outbox} /> : null}
        </span>
        <span class={alerts.length > 0 ? 'tile-last tile-alert' : 'tile-last'}>{alerts.length > 0 ? alerts.join(' · ') : quiet}</span>
      </button>
    </li>
  );
}
