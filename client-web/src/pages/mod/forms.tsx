import type { ComponentChildren, JSX } from 'preact';
import type { QuestionRejectParams, QuestionRow } from '../../core/types.gen.ts';
import { TEXT_GRAPHEMES } from '../../core/types.gen.ts';
import { q } from '../../i18n/question.ts';
import { s } from '../../i18n/staff.ts';
import { all, linked, one } from '../../ui/hub.ts';
import { pick } from '../../ui/language.ts';
import { tr } from '../../i18n/triage.ts';
import { Key } from '../../ui/key.tsx';
import { accountName } from '../../ui/staff.tsx';
import { act, closeForm, form as openedForm, reveal } from './desk.ts';
import type { FormName, OpenForm } from './desk.ts';
import { backTo, goOn } from './rows.ts';

type Reason = QuestionRejectParams['reason'];
type Fields = Record<string, string>;

interface FormProps {
  readonly question: QuestionRow;
  readonly open: OpenForm;
}

export const REASONS: readonly Reason[] = ['duplicate', 'off_topic', 'already_answered', 'unsuitable', 'unclear', 'other'];

// One and the same function, or the field would take the focus again with every drawing.
const focusField = (field: HTMLElement | null): void => field?.focus();
const focusButton = (button: HTMLButtonElement | null): void => button?.focus();

const seen = ({ question, rev }: OpenForm): { question: number; rev: number } => ({ question, rev });

// When somebody else moves the row to another list, its form is drawn anew there: with what was typed so far.
const typed = new WeakMap<OpenForm, string>();
const keep = (open: OpenForm, text: string): unknown => typed.set(open, text);

const fieldsOf = (form: HTMLFormElement): Fields =>
  Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).trim()]));

interface FrameProps {
  readonly open: OpenForm;
  readonly method: string;
  readonly label: string;
  /** The row then leaves its list: the next one is gone on with. */
  readonly leaves?: boolean;
  /** Stands in the place of the buttons, and is to be chosen from first. */
  readonly instead?: JSX.Element | null;
  readonly send: (fields: Fields) => void;
  readonly children: ComponentChildren;
}

function leave(open: OpenForm): void {
  closeForm();
  backTo(open.question);
}

const leaveByKey = (open: OpenForm) => (event: KeyboardEvent): void => {
  if (event.key !== 'Escape' || event.isComposing) return;
  // Only the form is left, not what it stands in.
  event.stopPropagation();
  leave(open);
};

function Frame({ open, method, label, leaves = false, instead, send, children }: FrameProps): JSX.Element {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    if (instead) return form.querySelector<HTMLElement>('[data-conflict] button')?.focus();
    const fields = fieldsOf(form);
    closeForm();
    if (leaves) goOn(open.question);
    else backTo(open.question);
    send(fields);
  };
  return (
    <form class="stack" ref={reveal} data-form={method} onSubmit={submit} onKeyDown={leaveByKey(open)}>
      {children}
      {instead ?? (
        <p class="row">
          <button class="main" data-action={method} disabled={!linked.value}>
            {label}
            <Key of="Ctrl+Enter" />
          </button>
          <button type="button" data-action="cancel" onClick={() => leave(open)}>
            {s().cancel}
          </button>
        </p>
      )}
    </form>
  );
}

/** The note is written first, if at all; the reason then sends. Its number does the same from the keyboard. */
export function rejectFor(form: HTMLFormElement, reason: Reason): void {
  const open = openedForm.peek();
  const field = form.elements.namedItem('note') as HTMLInputElement;
  field.required = reason === 'other';
  if (!open || !form.reportValidity()) return;
  const note = field.value.trim();
  closeForm();
  goOn(open.question);
  act('question.reject', { ...seen(open), reason, ...(note ? { note } : {}) });
}

function RejectForm({ open }: FormProps): JSX.Element {
  return (
    <form class="stack" ref={reveal} data-form="question.reject" onSubmit={(event) => event.preventDefault()} onKeyDown={leaveByKey(open)}>
      <p class="muted">{s().reason}</p>
      <p class="reasons">
        {REASONS.map((reason, place) => (
          <button
            key={reason}
            type="button"
            data-action="question.reject"
            data-reason={reason}
            disabled={!linked.value}
            ref={place === 0 ? focusButton : null}
            onClick={(event) => event.currentTarget.form && rejectFor(event.currentTarget.form, reason)}
          >
            <Key of={`Digit${place + 1}`} /> {q().reasons[reason]}
          </button>
        ))}
      </p>
      <label>
        {tr().noteHint}
        <input name="note" maxLength={TEXT_GRAPHEMES} autocomplete="off" defaultValue={typed.get(open) ?? ''} onInput={(event) => keep(open, event.currentTarget.value)} />
      </label>
      <p class="row">
        <button type="button" data-action="cancel" onClick={() => leave(open)}>
          {s().cancel}
        </button>
      </p>
    </form>
  );
}

const ReturnForm = ({ open }: FormProps): JSX.Element => (
  <Frame open={open} leaves method="question.return" label={s().returnNow} send={({ note = '' }) => act('question.return', { ...seen(open), note })}>
    <label>
      {s().whatToClarify}
      <textarea
        name="note"
        rows={2}
        required
        maxLength={TEXT_GRAPHEMES}
        defaultValue={typed.get(open) ?? open.text ?? ''}
        onInput={(event) => keep(open, event.currentTarget.value)}
        ref={focusField}
      />
    </label>
  </Frame>
);

const isOverruled = ({ question, open }: FormProps): boolean => open.by !== undefined || question.rev !== open.rev;

const intoSight = (box: HTMLElement | null): void => box?.scrollIntoView({ block: 'nearest' });

/** Both versions, before anything is sent over the other's or after it was refused. It stands where the buttons stood: what is pressed there is chosen, not meant for what was there before. */
function Conflict({ question, open }: FormProps): JSX.Element {
  const who = question.actor ?? open.by;
  // The other's words have been read: from here on it is they who are overruled, knowingly.
  const saveMine = (event: MouseEvent): void => {
    const { form } = event.currentTarget as HTMLButtonElement;
    if (!form?.reportValidity()) return;
    const { text = '', topic } = fieldsOf(form);
    closeForm();
    backTo(open.question);
    act('question.edit', { question: question.id, rev: question.rev, text, ...(topic ? { topic } : {}) });
  };
  return (
    <div class="conflict" role="alert" ref={intoSight} data-conflict={question.rev}>
      <p>
        <b>{tr().conflict(who ? accountName(who) : tr().conflictSomebody)}</b>
      </p>
      <q>
        <bdi>{question.text}</bdi>
      </q>
      {question.state !== 'pending' && <p>{tr().conflictState(q().states[question.state])}</p>}
      <p class="row">
        <button type="button" data-action="conflict-theirs" onClick={() => leave(open)}>
          {tr().keepTheirs}
        </button>
        <button type="button" data-action="conflict-mine" disabled={!linked.value} onClick={saveMine}>
          {tr().saveMine}
        </button>
      </p>
    </div>
  );
}

const TopicField = ({ question, focus = false }: { question: QuestionRow; focus?: boolean }): JSX.Element => (
  <label>
    {s().topic}
    <select name="topic" defaultValue={question.topic ?? ''} ref={focus ? focusField : null}>
      {!question.topic && <option value="">{s().noTopic}</option>}
      {all('topic').map((topic) => (
        <option key={topic.id} value={topic.id} selected={topic.id === question.topic}>
          {pick(topic.name)}
        </option>
      ))}
    </select>
  </label>
);

function EditForm({ question, open }: FormProps): JSX.Element {
  const send = ({ text = '', topic }: Fields): void => act('question.edit', { ...seen(open), text, ...(topic ? { topic } : {}) });
  return (
    <Frame open={open} method="question.edit" label={s().editNow} send={send} instead={isOverruled({ question, open }) ? <Conflict question={question} open={open} /> : null}>
      <p class="muted">
        {q().original}: <bdi>{question.original ?? question.text}</bdi>
      </p>
      <label>
        {s().question}
        <textarea
          name="text"
          rows={4}
          required
          defaultValue={typed.get(open) ?? open.text ?? question.text}
          onInput={(event) => keep(open, event.currentTarget.value)}
          ref={focusField}
        />
      </label>
      <TopicField question={question} />
    </Frame>
  );
}

const TopicForm = ({ question, open }: FormProps): JSX.Element => (
  <Frame open={open} method="question.edit" label={tr().saveTopic} send={({ topic }) => topic && act('question.edit', { ...seen(open), text: question.text, topic })}>
    <TopicField question={question} focus />
  </Frame>
);

const MERGEABLE: readonly QuestionRow['state'][] = ['pending', 'approved', 'asking'];

function MergeForm({ question, open }: FormProps): JSX.Element {
  const check = (field: HTMLInputElement): void => {
    const into = one('question', Number(field.value));
    const fits = into && into.id !== question.id && MERGEABLE.includes(into.state);
    field.setCustomValidity(fits ? '' : s().mergeNone);
    const words = field.form?.querySelector('output');
    if (words) words.value = into?.text ?? '';
  };
  const begin = (field: HTMLInputElement | null): void => {
    if (!field || field.dataset['begun']) return;
    field.dataset['begun'] = 'yes';
    field.focus();
    check(field);
  };
  return (
    <Frame open={open} leaves method="question.merge" label={s().mergeNow} send={({ into }) => act('question.merge', { ...seen(open), into: Number(into) })}>
      <label>
        {s().mergeInto}
        <input name="into" inputMode="numeric" autocomplete="off" required defaultValue={String(open.into ?? '')} ref={begin} onInput={(event) => check(event.currentTarget)} />
      </label>
      <output class="muted" />
    </Frame>
  );
}

function AssignForm({ question, open }: FormProps): JSX.Element {
  const known = [...new Set(all('question').map((row) => row.answerer ?? ''))].filter(Boolean).sort();
  return (
    <Frame open={open} method="question.assign" label={s().assignNow} send={({ answerer = '' }) => act('question.assign', { ...seen(open), answerer })}>
      <label>
        {s().answerer}
        <input name="answerer" required maxLength={100} list="answerers" autocomplete="off" defaultValue={question.answerer ?? ''} ref={focusField} />
      </label>
      <datalist id="answerers">
        {known.map((answerer) => (
          <option key={answerer} value={answerer} />
        ))}
      </datalist>
    </Frame>
  );
}

const FORMS: Record<FormName, (props: FormProps) => JSX.Element> = {
  reject: RejectForm,
  return: ReturnForm,
  edit: EditForm,
  merge: MergeForm,
  assign: AssignForm,
  topic: TopicForm,
};

export function Form({ question, open }: FormProps): JSX.Element {
  const Named = FORMS[open.name];
  return <Named question={question} open={open} />;
}
