import type { JSX } from 'preact';
import type { SiteState } from '../../core/sites.ts';
import { si } from '../../i18n/sites.ts';
import { now } from '../../ui/hub.ts';
import { minutesAndSeconds, number, pick } from '../../ui/language.ts';
import { calledOf } from '../../ui/staff.tsx';
import { LinkChip } from './chip.tsx';
import { chosen } from './state.ts';

const operatorsOf = ({ operators }: SiteState): string => operators.map(calledOf).join(', ');

/** Kept there and not sent; since when, where that is long. */
function waitsOf({ link }: SiteState): string {
  if (!link?.up || !link.outbox) return '';
  return si().outboxShort(number(link.outbox)) + (link.oldest === undefined ? '' : ` · ${minutesAndSeconds(Math.max(0, now.value - link.oldest))}`);
}

const wayOf = ({ link }: SiteState): string => (link?.up && link.roundTrip !== undefined ? si().ms(number(link.roundTrip)) : '–');

/** Each line has its place whether there is anything in it or not: nothing moves when a figure comes. */
export function Tile({ state }: { state: SiteState }): JSX.Element {
  const { site, condition, link, present, displays, behind, awaitedBy, contested } = state;
  const connected = displays.filter(({ standing }) => standing !== 'absent').length;
  const alerts = [
    awaitedBy.length > 0 && `⏳ ${si().awaitedShort(awaitedBy.map(({ id }) => `#${id}`).join(' '))}`,
    contested && `⚠ ${si().contestedShort}`,
    behind > 0 && `⚠ ${si().displaysShort(connected - behind, connected)}`,
  ].filter(Boolean);
  return (
    <li data-site={site.id} data-condition={condition} data-outbox={link?.outbox} data-behind={behind}>
      <button type="button" class="tile" data-action="site" aria-pressed={chosen.value === site.id} onClick={() => (chosen.value = chosen.value === site.id ? null : site.id)}>
        <LinkChip condition={condition} link={link} />
        <b class="tile-name">
          <bdi>{pick(site.name)}</bdi>
        </b>
        <span class="tile-figures">
          <span>{site.id}</span> <span>{wayOf(state)}</span>
        </span>
        <span class="tile-figures">
          <span>{si().presentShort(number(present))}</span> <span>{waitsOf(state)}</span>
        </span>
        <span class="tile-alert">{alerts[0] ?? ''}{alerts.length > 1 && ` +${alerts.length - 1}`}</span>
        <small class="tile-operator">{operatorsOf(state)}</small>
      </button>
    </li>
  );
}
