// Above the lists: which questions are shown, in which order, and whether new ones come in by themselves.
import type { JSX } from 'preact';
import { tr } from '../../i18n/triage.ts';
import { s } from '../../i18n/staff.ts';
import { all } from '../../ui/hub.ts';
import { Key, shortcut } from '../../ui/key.tsx';
import { number, pick } from '../../ui/language.ts';
import { PauseSign } from '../../ui/pause_sign.tsx';
import { paused, pendingList, refresh, siteChosen, sort, sortBy, SORTS, topicChosen } from './board.ts';
import type { Sort } from './board.ts';
import { rowOf } from './rows.ts';

export const Filters = (): JSX.Element => (
  <>
    <select class="filter" name="filter-topic" aria-label={s().topic} value={topicChosen.value} onChange={(event) => (topicChosen.value = event.currentTarget.value)}>
      <option value="">{tr().allTopics}</option>
      {all('topic').map((topic) => (
        <option key={topic.id} value={topic.id}>
          {pick(topic.name)}
        </option>
      ))}
    </select>
    <select class="filter" name="filter-site" aria-label={tr().allSites} value={siteChosen.value} onChange={(event) => (siteChosen.value = event.currentTarget.value)}>
      <option value="">{tr().allSites}</option>
      {all('site').map((site) => (
        <option key={site.id} value={site.id}>
          {pick(site.name)}
        </option>
      ))}
    </select>
  </>
);

/** Whoever lets the stream go wants to see what it held back. */
function pauseOrGoOn(): void {
  if (paused.value) refresh();
  paused.value = !paused.value;
}

export const PauseButton = (): JSX.Element => (
  <button type="button" class="choice" data-action="pause" aria-pressed={paused.value} onClick={pauseOrGoOn}>
    <PauseSign /> {paused.value ? tr().paused : tr().pause}
  </button>
);

export const SortBox = (): JSX.Element => (
  <select class="filter" name="sort" aria-label={tr().sort} value={sort.value} onChange={(event) => sortBy(event.currentTarget.value as Sort)}>
    {SORTS.map((name) => (
      <option key={name} value={name}>
        {tr().sorts[name]}
      </option>
    ))}
  </select>
);

/** Lets in what waits, and goes to the first of it; false when nothing does. */
export function showNew(): boolean {
  const [first] = pendingList.peek().fresh;
  const gone = document.querySelector('[data-rows=pending] > [data-gone]');
  if (first === undefined && !gone) return false;
  const here = Number(document.activeElement?.closest<HTMLElement>('li[data-question]')?.dataset['question']);
  refresh();
  // Drawn in a moment; a new one beyond the page leaves the focus where it is.
  requestAnimationFrame(() => {
    const row = (first !== undefined && rowOf(first)) || rowOf(here) || document.querySelector<HTMLElement>('[data-rows=pending] > li[data-question]');
    row?.focus();
  });
  return true;
}

export function NewPill(): JSX.Element | null {
  const count = pendingList.value.fresh.length;
  if (count === 0) return null;
  return (
    <button type="button" class="pill" data-action="show-new" data-fresh={count} aria-keyshortcuts={shortcut('KeyN')} onClick={showNew}>
      ▲ {tr().fresh(number(count))}
      <Key of="KeyN" />
    </button>
  );
}
