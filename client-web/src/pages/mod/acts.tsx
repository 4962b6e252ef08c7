import type { JSX } from 'preact';
import type { QuestionRow } from '../../core/types.gen.ts';
import { s } from '../../i18n/staff.ts';
import { linked } from '../../ui/hub.ts';
import { Key, shortcut } from '../../ui/key.tsx';
import { act, form, moderates, opened, seen } from './desk.ts';
import type { FormName } from './desk.ts';
import { isOnStage, show } from '../../desk/fields.ts';
import { memo } from '../../ui/staff.tsx';
import { goOn } from './rows.ts';

export type PlainAct = 'question.approve' | 'question.ask' | 'question.answer' | 'question.unapprove' | 'question.put_back' | 'question.undo';

interface Of {
  readonly question: QuestionRow;
}

/** Its buttons can be reached by the tab key: those of one row of a list at a time. */
interface Reached {
  readonly reached: boolean;
}

const KEYS: Partial<Record<PlainAct | `${FormName}-open`, string>> = {
  'question.approve': 'KeyA',
  'question.ask': 'KeyG',
  'question.answer': 'KeyD',
  'reject-open': 'KeyR',
  'edit-open': 'KeyE',
  'merge-open': 'KeyM',
  'topic-open': 'KeyT',
};

const Badge = ({ of }: { of: string | undefined }): JSX.Element | null => (of ? <Key of={of} /> : null);

/** The row leaves its list: who works there goes on with the next one. */
export function decide(method: PlainAct, question: QuestionRow): void {
  goOn(question.id);
  act(method, seen(question));
}

export const openForm = (name: FormName, question: QuestionRow): void => {
  form.value = { ...seen(question), name };
};

export const ActButton = ({ method, question, label, reached, busy = false }: Of & Reached & { method: PlainAct; label: string; busy?: boolean }): JSX.Element => (
  <button
    type="button"
    data-action={method}
    tabIndex={reached ? 0 : -1}
    aria-keyshortcuts={KEYS[method] && shortcut(KEYS[method])}
    disabled={!linked.value || busy}
    onClick={() => decide(method, question)}
  >
    {label}
    <Badge of={KEYS[method]} />
  </button>
);

const FormButton = ({ name, question, label, reached }: Of & Reached & { name: FormName; label: string }): JSX.Element => (
  <button
    type="button"
    data-action={`question.${name}-open`}
    tabIndex={reached ? 0 : -1}
    aria-keyshortcuts={KEYS[`${name}-open`] && shortcut(KEYS[`${name}-open`] as string)}
    disabled={!linked.value}
    onClick={() => openForm(name, question)}
  >
    {label}
    <Badge of={KEYS[`${name}-open`]} />
  </button>
);

const StageButton = ({ question, reached }: Of & Reached): JSX.Element => (
  <button
    type="button"
    data-action="stage.show"
    tabIndex={reached ? 0 : -1}
    aria-keyshortcuts={shortcut('KeyG')}
    aria-pressed={isOnStage('question', question.id)}
    disabled={!linked.value}
    onClick={() => show({ view: 'question', question: question.id })}
  >
    {isOnStage('question', question.id) ? s().onStageNow : s().toStage}
    <Key of="KeyG" />
  </button>
);

const DetailsButton = ({ question, open, reached }: Of & Reached & { open: boolean }): JSX.Element => (
  <button
    type="button"
    class="quiet corner"
    data-action="details"
    tabIndex={reached ? 0 : -1}
    aria-expanded={open}
    onClick={() => (opened.value = open ? null : question.id)}
  >
    {s().details} {open ? '▴' : '▾'}
  </button>
);

interface ActsProps extends Of, Reached {
  readonly open: boolean;
  readonly undo: boolean;
  /** An act on it is not yet answered: another one would only be refused. */
  readonly sending: boolean;
  /** What is on its way, and what became of a key. */
  readonly note: string;
  readonly inDetail?: boolean;
}

/** What is done most with a question in its state; the rest is in its details. */
export const Acts = memo(({ question, open, undo, reached, sending, note, inDetail = false }: ActsProps): JSX.Element => {
  const { state } = question;
  const of = { question, reached };
  return (
    <>
      <p class="row">
        {state === 'pending' && moderates() && <ActButton {...of} busy={sending} method="question.approve" label={s().approve} />}
        {state === 'approved' && <ActButton {...of} busy={sending} method="question.ask" label={s().ask} />}
        {state === 'asking' && <ActButton {...of} busy={sending} method="question.answer" label={s().answer} />}
        {state === 'asking' && <StageButton {...of} />}
        {(state === 'pending' || state === 'approved') && moderates() && <FormButton {...of} name="reject" label={s().reject} />}
        {undo && <ActButton {...of} busy={sending} method="question.undo" label={`↶ ${s().undo}`} />}
        {note && <small data-note>{note}</small>}
      </p>
      {!inDetail && <DetailsButton {...of} open={open} />}
    </>
  );
});

export function MoreActs({ question, undo }: Of & { undo: boolean }): JSX.Element {
  const { state } = question;
  const waits = state === 'pending' || state === 'approved';
  const of = { question, reached: true };
  return (
    <p class="row">
      {waits && moderates() && <FormButton {...of} name="edit" label={s().edit} />}
      {waits && moderates() && <FormButton {...of} name="topic" label={`${s().topic}…`} />}
      {state === 'pending' && moderates() && <FormButton {...of} name="return" label={s().returnBack} />}
      {waits && moderates() && <FormButton {...of} name="merge" label={s().merge} />}
      {(waits || state === 'asking') && <FormButton {...of} name="assign" label={s().assign} />}
      {state === 'approved' && moderates() && <ActButton {...of} method="question.unapprove" label={s().unapprove} />}
      {state === 'asking' && <ActButton {...of} method="question.put_back" label={s().putBack} />}
      {!undo && question.undoable && <ActButton {...of} method="question.undo" label={s().undoLast} />}
    </p>
  );
}
