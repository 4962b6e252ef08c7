// Several marked questions become one: the dialog asks which of them stays.
import { computed, signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { QuestionRow } from '../../core/types.gen.ts';
import { s } from '../../i18n/staff.ts';
import { tr } from '../../i18n/triage.ts';
import { all, linked } from '../../ui/hub.ts';
import { Key, shortcut } from '../../ui/key.tsx';
import { number } from '../../ui/language.ts';
import { siteName } from '../../ui/staff.tsx';
import { marks } from './board.ts';
import { act, seen } from './desk.ts';
import { backTo } from './rows.ts';

const open = signal(false);

/** Marked, and in a state that can be merged. */
const chosen = computed(() => all('question').filter(({ id, state }) => marks.value.has(id) && (state === 'pending' || state === 'approved')));

export const canMergeMarked = (): boolean => chosen.value.length > 1;

export const openMerge = (): void => {
  open.value = true;
};

function submit(event: SubmitEvent): void {
  event.preventDefault();
  const lead = Number(new FormData(event.currentTarget as HTMLFormElement).get('lead'));
  const rest = chosen.value.filter(({ id }) => id !== lead);
  close();
  for (const question of rest) act('question.merge', { ...seen(question), into: lead });
  marks.value = new Set();
  backTo(lead);
}

const close = (): void => document.querySelector<HTMLDialogElement>('dialog.merge')?.close();

const show = (dialog: HTMLDialogElement | null): void => {
  if (dialog && !dialog.open) dialog.showModal();
};

const Lead = ({ question, first }: { question: QuestionRow; first: boolean }): JSX.Element => (
  <label class="row lead">
    <input type="radio" name="lead" value={question.id} required defaultChecked={first} />
    <span class="grow">
      <b>#{question.id}</b> <small>{siteName(question.site)}</small>
      <br />
      <bdi>{question.text}</bdi>
    </span>
  </label>
);

export function MergeDialog(): JSX.Element | null {
  const rows = chosen.value;
  if (!open.value) return null;
  return (
    <dialog class="merge" data-dialog="merge" aria-labelledby="merge-title" ref={show} onClose={() => (open.value = false)}>
      <form class="stack" data-form="question.merge" onSubmit={submit}>
        <h2 id="merge-title">{tr().mergeTitle}</h2>
        {rows.length < 2 ? <p>{tr().mergeFew}</p> : <p class="muted">{tr().mergeLead}</p>}
        {rows.map((question, place) => (
          <Lead key={question.id} question={question} first={place === 0} />
        ))}
        <p class="row">
          <button class="main" data-action="question.merge" disabled={!linked.value || rows.length < 2}>
            {tr().mergeNow(number(rows.length))}
          </button>
          <button type="button" data-action="cancel" onClick={close}>
            {s().cancel}
          </button>
        </p>
      </form>
    </dialog>
  );
}

/** How many are marked, and what can be done with them. */
export function Marked(): JSX.Element | null {
  const count = chosen.value.length;
  if (count === 0) return null;
  return (
    <p class="row marked" data-marks={count}>
      <span>{tr().marked(number(count))}</span>
      <button type="button" data-action="merge-open" aria-keyshortcuts={shortcut('KeyM')} disabled={count < 2} onClick={openMerge}>
        {tr().mergeMarked}
        <Key of="KeyM" />
      </button>
      <button type="button" class="quiet" data-action="unmark" onClick={() => (marks.value = new Set())}>
        {tr().unmark}
      </button>
    </p>
  );
}
