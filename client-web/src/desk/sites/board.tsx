// All sites at once, over the desk: who is reached, who is not, and what waits there.
import type { JSX } from 'preact';
import { isExpected } from '../../core/sites.ts';
import type { SiteState } from '../../core/sites.ts';
import { hk } from '../../i18n/hotkeys.ts';
import { si } from '../../i18n/sites.ts';
import { dayAndTime } from '../../ui/day.ts';
import { linked, now, ready, state } from '../../ui/hub.ts';
import { addHotkeys } from '../../ui/hotkeys.ts';
import { shortcut } from '../../ui/key.tsx';
import { number, pick } from '../../ui/language.ts';
import { Refusals } from '../../ui/staff.tsx';
import { Detail } from './detail.tsx';
import './sites.css';
import { boardStates, byTrouble, chosen, counted, holdStill, open, sortByTrouble, tilesOf } from './state.ts';
import { Tile } from './tile.tsx';

const toggle = (): void => {
  const dialog = document.querySelector<HTMLDialogElement>('dialog.site-board');
  if (dialog) dialog.close();
  else open.value = true;
};

type States = ReturnType<typeof boardStates>;

/** Where no site has ever had a process of its own, "0 of 33" would look like a breakdown: everybody comes directly, and that is what is counted. */
const haveLinks = (states: States): boolean => states.some(({ condition }) => condition !== 'never');

const mannedOf = (states: States): number => states.filter(({ present }) => present > 0).length;

export function SitesButton(): JSX.Element {
  const states = boardStates();
  const { reached, expected } = counted(states);
  const hasLinks = haveLinks(states);
  const manned = mannedOf(states);
  const all = hasLinks ? reached === expected : true;
  return (
    <button type="button" data-action="sites" data-reached={hasLinks ? reached : undefined} data-expected={expected} data-manned={hasLinks ? undefined : manned} aria-haspopup="dialog" aria-keyshortcuts={shortcut('KeyL')} onClick={toggle}>
      <span class={all ? 'ok' : 'next'} aria-hidden="true">
        {all ? (hasLinks ? '●' : '○') : '◐'}
      </span>{' '}
      {hasLinks ? si().reached(reached, expected) : manned > 0 ? si().manned(manned, states.length) : si().title}
    </button>
  );
}

const Stale = (): JSX.Element | null => {
  if (linked.value) return null;
  const at = now.value - (performance.now() - state.value.since);
  return (
    <p class="bar lost" data-bar="board-lost">
      {si().asOf(dayAndTime(at))}
    </p>
  );
};

/** Who has no process of its own and needs none is no gap in the board. */
const Direct = ({ states }: { states: readonly SiteState[] }): JSX.Element | null => {
  const direct = states.filter((one) => !isExpected(one));
  if (direct.length === 0) return null;
  return (
    <p class="muted" data-direct={direct.length}>
      {si().direct}: {direct.map(({ site, present }) => `${pick(site.name)} (${si().presentShort(number(present))})`).join(', ')}
    </p>
  );
};

const Tiles = ({ states }: { states: readonly SiteState[] }): JSX.Element => (
  <ul
    class="plain tiles"
    onPointerEnter={() => holdStill(true)}
    onPointerLeave={() => holdStill(false)}
    onFocusIn={() => holdStill(true)}
    onFocusOut={() => holdStill(false)}
  >
    {tilesOf(states).map((one) => (
      <Tile key={one.site.id} state={one} />
    ))}
  </ul>
);

const Tools = (): JSX.Element => (
  <p class="row">
    <label class="row">
      <input type="checkbox" id="trouble-first" checked={byTrouble.value} onChange={(event) => sortByTrouble(event.currentTarget.checked)} /> {si().troubleFirst}
    </label>
  </p>
);

const show = (dialog: HTMLDialogElement | null): void => {
  if (dialog && !dialog.open) dialog.showModal();
};

function closed(): void {
  open.value = false;
  chosen.value = null;
  holdStill(false);
}

export function SiteBoard(): JSX.Element | null {
  if (!open.value || !ready.value) return null;
  const states = boardStates();
  const { reached, expected } = counted(states);
  const detail = states.find(({ site }) => site.id === chosen.value);
  return (
    <dialog class="site-board" data-board={`${reached}/${expected}`} aria-label={si().title} ref={show} onClose={closed}>
      <div class="split">
        <h2>
          {si().title} <small>{haveLinks(states) ? si().reachedLong(reached, expected) : si().manned(mannedOf(states), states.length)}</small>
        </h2>
        <button type="button" data-action="sites-close" onClick={toggle}>
          {si().close}
        </button>
      </div>
      <Stale />
      <Refusals />
      <Tools />
      {states.length === 0 && <p class="empty">{si().noSites}</p>}
      <Tiles states={states} />
      <Direct states={states} />
      {detail && <Detail state={detail} />}
    </dialog>
  );
}

addHotkeys(
  { title: () => hk().sites, keys: [{ keys: ['KeyL'], says: () => hk().board, act: toggle }] },
  { title: () => si().title, within: 'dialog.site-board', keys: [{ keys: ['KeyL'], says: () => hk().boardClose, act: toggle }] },
);
