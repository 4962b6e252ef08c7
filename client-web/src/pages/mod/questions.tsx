import type { HTMLAttributes, JSX } from 'preact';
import { s } from '../../i18n/staff.ts';
import { tr } from '../../i18n/triage.ts';
import { timers } from '../../ui/browser.ts';
import { one } from '../../ui/hub.ts';
import { Panel } from '../../ui/staff.tsx';
import type { QuestionRow } from '../../core/types.gen.ts';
import { hold, pendingCount, pendingList, siteChosen, topicChosen } from './board.ts';
import { inState, moderates, newestFirst } from './desk.ts';
import { nearOf } from './hints.ts';
import { limitOf, List } from './question.tsx';
import { Marked } from './merge.tsx';
import { wide } from './rows.ts';
import { NewPill, SortBox } from './tools.tsx';

// Where there are no columns the page scrolls, not the list.
addEventListener('scroll', () => !wide.peek() && (hold.scrolled.value = scrollY > 0), { passive: true });

type States = Parameters<typeof inState>;

function Folded({ name, title, states }: { name: string; title: string; states: States }): JSX.Element | null {
  const rows = inState(...states).sort(newestFirst);
  if (rows.length === 0) return null;
  return (
    <details data-list={name}>
      <summary>
        {title} ({rows.length})
      </summary>
      <List name={name} rows={rows} empty="–" chip={states.length > 1} />
    </details>
  );
}

const isFiltered = (): boolean => topicChosen.value !== '' || siteChosen.value !== '';

function clear(): void {
  topicChosen.value = '';
  siteChosen.value = '';
}

export const Unfilter = (): JSX.Element | null =>
  isFiltered() ? (
    <p>
      <button type="button" data-action="filter-clear" onClick={clear}>
        {tr().clear}
      </button>
    </p>
  ) : null;

/** Where nothing is left after the filter, that is said, and how to be rid of it. */
export const emptyWords = (words: string): string => (isFiltered() ? tr().noMatch : words);

// With its head and pill: whoever goes there to press is still at the list.
const held: HTMLAttributes<HTMLElement> = {
  onPointerEnter: () => (hold.hover.value = true),
  onPointerLeave: () => (hold.hover.value = false),
  onFocusIn: () => (hold.focus.value = true),
  // Not while the focus is on its way: a list drawn again just then would take it back.
  onFocusOut: ({ currentTarget }) => timers.after(0, () => (hold.focus.value = currentTarget.contains(document.activeElement))),
};

function letGo(): void {
  hold.hover.value = false;
  hold.focus.value = false;
  hold.scrolled.value = false;
}

export function PendingPanel(): JSX.Element {
  const { ids } = pendingList.value;
  const rows = ids.slice(0, limitOf('pending')).map((id) => one('question', id)).filter((row): row is QuestionRow => row !== undefined);
  return (
    <Panel name="pending" title={s().pending} count={pendingCount.value} events={held}>
      <NewPill />
      <div class="row order">
        <SortBox />
        <Unfilter />
        {wide.value && <Marked />}
      </div>
      <List
        name="pending"
        only="pending"
        rows={rows}
        size={ids.length}
        empty={emptyWords(s().nonePending)}
        near={nearOf}
        onScrolled={(scrolled) => (hold.scrolled.value = scrolled)}
        onEnd={letGo}
      />
      <Folded name="returned" title={s().returned} states={['returned']} />
    </Panel>
  );
}

export const AskingPanel = (): JSX.Element => (
  <Panel name="asking" title={s().onStage}>
    <List name="asking" rows={inState('asking')} empty={s().noneAsking} />
    <Folded name="done" title={s().done} states={['answered']} />
    {/* The chair is not shown what was not let through. */}
    {moderates() && <Folded name="merged" title={s().merged} states={['merged']} />}
    {moderates() && <Folded name="rejected" title={s().rejected} states={['rejected', 'withdrawn']} />}
  </Panel>
);
