import type { JSX } from 'preact';
import type { QuestionRow } from '../../core/types.gen.ts';
import { s } from '../../i18n/staff.ts';
import { linked } from '../../ui/hub.ts';
import { act, form, moderates, opened, seen } from './desk.ts';
import type { FormName } from './desk.ts';
import { isOnStage, show } from '../../desk/fields.ts';

type PlainAct = 'question.approve' | 'question.ask' | 'question.answer' | 'question.unapprove' | 'question.put_back' | 'question.undo';

interface Of {
  readonly question: QuestionRow;
}

export const ActButton = ({ method, question, label }: Of & { method: PlainAct; label: string }): JSX.Element => (
  <button type="button" data-action={method} disabled={!linked.value} onClick={() => act(method, seen(question))}>
    {label}
  </button>
);

const FormButton = ({ name, question, label }: Of & { name: FormName; label: string }): JSX.Element => (
  <button
    type="button"
    data-action={`question.${name}-open`}
    disabled={!linked.value}
    onClick={() => (form.value = { ...seen(question), name })}
  >
    {label}
  </button>
);

const StageButton = ({ question }: Of): JSX.Element => (
  <button
    type="button"
    data-action="stage.show"
    aria-pressed={isOnStage('question', question.id)}
    disabled={!linked.value}
    onClick={() => show({ view: 'question', question: question.id })}
  >
    {isOnStage('question', question.id) ? s().onStageNow : s().toStage}
  </button>
);

const DetailsButton = ({ question, open }: Of & { open: boolean }): JSX.Element => (
  <button
    type="button"
    class="quiet corner"
    data-action="details"
    aria-expanded={open}
    onClick={() => (opened.value = open ? null : question.id)}
  >
    {s().details} {open ? '▴' : '▾'}
  </button>
);

/** What is done most with a question in its state; the rest is in its details. */
export function Acts({ question, open, undo }: Of & { open: boolean; undo: boolean }): JSX.Element {
  const { state } = question;
  return (
    <>
      <p class="row">
        {state === 'pending' && moderates() && <ActButton method="question.approve" question={question} label={s().approve} />}
        {state === 'approved' && <ActButton method="question.ask" question={question} label={s().ask} />}
        {state === 'asking' && <ActButton method="question.answer" question={question} label={s().answer} />}
        {state === 'asking' && <StageButton question={question} />}
        {(state === 'pending' || state === 'approved') && moderates() && <FormButton name="reject" question={question} label={s().reject} />}
        {undo && <ActButton method="question.undo" question={question} label={`↶ ${s().undo}`} />}
      </p>
      <DetailsButton question={question} open={open} />
    </>
  );
}

export function MoreActs({ question, undo }: Of & { undo: boolean }): JSX.Element {
  const { state } = question;
  const waits = state === 'pending' || state === 'approved';
  return (
    <p class="row">
      {waits && moderates() && <FormButton name="edit" question={question} label={s().edit} />}
      {state === 'pending' && moderates() && <FormButton name="return" question={question} label={s().returnBack} />}
      {waits && moderates() && <FormButton name="merge" question={question} label={s().merge} />}
      {(waits || state === 'asking') && <FormButton name="assign" question={question} label={s().assign} />}
      {state === 'approved' && moderates() && <ActButton method="question.unapprove" question={question} label={s().unapprove} />}
      {state === 'asking' && <ActButton method="question.put_back" question={question} label={s().putBack} />}
      {!undo && question.undoable && <ActButton method="question.undo" question={question} label={s().undoLast} />}
    </p>
  );
}
