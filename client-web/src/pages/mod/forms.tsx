import type { ComponentChildren, JSX } from 'preact';
import type { QuestionRejectParams, QuestionRow } from '../../core/types.gen.ts';
import { TEXT_GRAPHEMES } from '../../core/types.gen.ts';
import { q } from '../../i18n/question.ts';
import { s } from '../../i18n/staff.ts';
import { all, linked, one } from '../../ui/hub.ts';
import { pick } from '../../ui/language.ts';
import { act, closeForm, reveal } from './desk.ts';
import type { FormName, OpenForm } from './desk.ts';

type Reason = QuestionRejectParams['reason'];
type Fields = Record<string, string>;

interface FormProps {
  readonly question: QuestionRow;
  readonly open: OpenForm;
}

const REASONS: readonly Reason[] = ['duplicate', 'off_topic', 'already_answered', 'unsuitable', 'unclear', 'other'];

// One and the same function, or the field would take the focus again with every drawing.
const focusField = (field: HTMLElement | null): void => field?.focus();

const seen = ({ question, rev }: OpenForm): { question: number; rev: number } => ({ question, rev });

// When somebody else moves the row to another list, its form is drawn anew there: with what was typed so far.
const typed = new WeakMap<OpenForm, string>();
const keep = (open: OpenForm, text: string): unknown => typed.set(open, text);

const fieldsOf = (form: HTMLFormElement): Fields =>
  Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).trim()]));

function Frame({ method, label, send, children }: { method: string; label: string; send: (fields: Fields) => void; children: ComponentChildren }): JSX.Element {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const fields = fieldsOf(event.currentTarget as HTMLFormElement);
    closeForm();
    send(fields);
  };
  return (
    <form class="stack" ref={reveal} data-form={method} onSubmit={submit} onKeyDown={(event) => event.key === 'Escape' && !event.isComposing && closeForm()}>
      {children}
      <p class="row">
        <button class="main" data-action={method} disabled={!linked.value}>
          {label}
        </button>
        <button type="button" data-action="cancel" onClick={closeForm}>
          {s().cancel}
        </button>
      </p>
    </form>
  );
}

function RejectForm({ open }: FormProps): JSX.Element {
  const send = ({ reason, note }: Fields): void =>
    act('question.reject', { ...seen(open), reason: reason as Reason, ...(note ? { note } : {}) });
  const noteField = (form: HTMLFormElement): HTMLInputElement => form.elements.namedItem('note') as HTMLInputElement;
  return (
    <Frame method="question.reject" label={s().rejectNow} send={send}>
      <label>
        {s().reason}
        <select
          name="reason"
          required
          ref={focusField}
          onChange={(event) => {
            const form = event.currentTarget.form;
            if (form) noteField(form).required = event.currentTarget.value === 'other';
          }}
        >
          <option value="">{s().chooseReason}</option>
          {REASONS.map((reason) => (
            <option key={reason} value={reason}>
              {q().reasons[reason]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {s().note}
        <input name="note" maxLength={TEXT_GRAPHEMES} />
      </label>
    </Frame>
  );
}

const ReturnForm = ({ open }: FormProps): JSX.Element => (
  <Frame method="question.return" label={s().returnNow} send={({ note = '' }) => act('question.return', { ...seen(open), note })}>
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

function EditForm({ question, open }: FormProps): JSX.Element {
  const send = ({ text = '', topic }: Fields): void => act('question.edit', { ...seen(open), text, ...(topic ? { topic } : {}) });
  return (
    <Frame method="question.edit" label={s().editNow} send={send}>
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
      <label>
        {s().topic}
        <select name="topic" defaultValue={question.topic ?? ''}>
          {!question.topic && <option value="">{s().noTopic}</option>}
          {all('topic').map((topic) => (
            <option key={topic.id} value={topic.id} selected={topic.id === question.topic}>
              {pick(topic.name)}
            </option>
          ))}
        </select>
      </label>
    </Frame>
  );
}

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
    <Frame method="question.merge" label={s().mergeNow} send={({ into }) => act('question.merge', { ...seen(open), into: Number(into) })}>
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
    <Frame method="question.assign" label={s().assignNow} send={({ answerer = '' }) => act('question.assign', { ...seen(open), answerer })}>
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
};

export function Form({ question, open }: FormProps): JSX.Element {
  const Named = FORMS[open.name];
  return <Named question={question} open={open} />;
}
