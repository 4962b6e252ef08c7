import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { QuestionRejectParams, QuestionRow } from '../../core/types.gen.ts';
import { q } from '../../i18n/question.ts';
import { s } from '../../i18n/staff.ts';
import { all, linked, me, relay } from '../../ui/hub.ts';
import { hourAndMinute } from '../../ui/language.ts';
import { Chip } from '../../ui/parts.tsx';
import { memo, Panel, siteName, speakerName, tell, topicName } from '../../ui/staff.tsx';
import { show } from './fields.ts';

type Reason = QuestionRejectParams['reason'];
type QuestionAct = 'question.approve' | 'question.ask' | 'question.answer';

const REASONS: readonly Reason[] = ['duplicate', 'off_topic', 'already_answered', 'unsuitable', 'unclear', 'other'];
// More rows than a screen holds cost time at each change; the rest is one press away.
const PAGE = 60;

const rejecting = signal<number | null>(null);
const shown = signal<Readonly<Record<string, number>>>({});

export const moderates = (): boolean => (me.value?.roles ?? []).some((role) => role === 'moderator' || role === 'admin');

const act = (method: QuestionAct, question: QuestionRow): void =>
  tell(method, relay.submit(method, { question: question.id, rev: question.rev }));

const ActButton = ({ method, question, label }: { method: QuestionAct; question: QuestionRow; label: string }): JSX.Element => (
  <button type="button" data-action={method} disabled={!linked.value} onClick={() => act(method, question)}>
    {label}
  </button>
);

// One and the same function, or the field would take the focus again with every drawing.
const focusField = (field: HTMLSelectElement | null): void => field?.focus();

function RejectForm({ question }: { question: QuestionRow }): JSX.Element {
  const reject = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const reason = form.get('reason') as Reason;
    const note = String(form.get('note') ?? '').trim();
    tell(
      'question.reject',
      relay.submit('question.reject', { question: question.id, rev: question.rev, reason, ...(note ? { note } : {}) }),
    );
    rejecting.value = null;
  };
  const noteField = (form: HTMLFormElement): HTMLInputElement => form.elements.namedItem('note') as HTMLInputElement;
  return (
    <form
      class="stack"
      data-form="question.reject"
      onSubmit={reject}
      onKeyDown={(event) => event.key === 'Escape' && (rejecting.value = null)}
    >
      <label>
        {s().reason}
        <select
          name="reason"
          ref={focusField}
          onChange={(event) => {
            const form = event.currentTarget.form;
            if (form) noteField(form).required = event.currentTarget.value === 'other';
          }}
        >
          {REASONS.map((reason) => (
            <option key={reason} value={reason}>
              {q().reasons[reason]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {s().note}
        <input name="note" maxLength={300} />
      </label>
      <p class="row">
        <button class="main" data-action="question.reject" disabled={!linked.value}>
          {s().rejectNow}
        </button>
        <button type="button" data-action="cancel" onClick={() => (rejecting.value = null)}>
          {s().cancel}
        </button>
      </p>
    </form>
  );
}

const RejectButton = ({ question }: { question: QuestionRow }): JSX.Element => (
  <button type="button" data-action="question.reject-open" disabled={!linked.value} onClick={() => (rejecting.value = question.id)}>
    {s().reject}
  </button>
);

const StageButton = ({ question }: { question: QuestionRow }): JSX.Element => (
  <button type="button" data-action="stage.show" disabled={!linked.value} onClick={() => show({ view: 'question', question: question.id })}>
    {s().toStage}
  </button>
);

function Acts({ question }: { question: QuestionRow }): JSX.Element | null {
  if (rejecting.value === question.id) return <RejectForm question={question} />;
  if (question.state === 'pending') {
    return moderates() ? (
      <p class="row">
        <ActButton method="question.approve" question={question} label={s().approve} />
        <RejectButton question={question} />
      </p>
    ) : null;
  }
  if (question.state === 'approved') {
    return (
      <p class="row">
        <ActButton method="question.ask" question={question} label={s().ask} />
        {moderates() && <RejectButton question={question} />}
      </p>
    );
  }
  if (question.state !== 'asking') return null;
  return (
    <p class="row">
      <ActButton method="question.answer" question={question} label={s().answer} />
      <StageButton question={question} />
    </p>
  );
}

const Question = memo(({ question }: { question: QuestionRow }): JSX.Element => (
  <li data-question={question.id} data-state={question.state} data-rev={question.rev}>
    <p class="row">
      <b>#{question.id}</b>
      <small>
        {hourAndMinute(question.at)} · <bdi>{siteName(question.site)}</bdi>
        {question.person && (
          <>
            {' · '}
            <bdi>{speakerName(question)}</bdi>
          </>
        )}{' '}
        {topicName(question.topic)}
      </small>
    </p>
    <p>
      <bdi>{question.text}</bdi>
    </p>
    {(question.reason || question.actor) && (
      <p class="muted">
        <Chip state={question.state}>{q().states[question.state]}</Chip> {question.reason && q().reasons[question.reason]}{' '}
        <bdi>{question.note}</bdi> {question.actor && s().decidedBy(question.actor)}
      </p>
    )}
    <Acts question={question} />
  </li>
));

function List({ name, rows, empty }: { name: string; rows: QuestionRow[]; empty: string }): JSX.Element {
  const limit = shown.value[name] ?? PAGE;
  if (rows.length === 0) return <p class="empty">{empty}</p>;
  return (
    <>
      <ul class="plain questions">
        {rows.slice(0, limit).map((question) => (
          <Question key={question.id} question={question} />
        ))}
      </ul>
      {rows.length > limit && (
        <button type="button" data-action="more" onClick={() => (shown.value = { ...shown.value, [name]: limit + PAGE })}>
          {s().more(rows.length - limit)}
        </button>
      )}
    </>
  );
}

const oldestFirst = (a: QuestionRow, b: QuestionRow): number => a.at - b.at || a.id - b.id;
const newestFirst = (a: QuestionRow, b: QuestionRow): number => b.id - a.id;

const inState = (...states: QuestionRow['state'][]): QuestionRow[] => all('question').filter((question) => states.includes(question.state));

export function PendingPanel(): JSX.Element {
  const rows = inState('pending').sort(oldestFirst);
  return (
    <Panel name="pending" title={s().pending} count={rows.length}>
      <List name="pending" rows={rows} empty={s().nonePending} />
    </Panel>
  );
}

export function ApprovedPanel(): JSX.Element {
  const rows = inState('approved').sort(oldestFirst);
  return (
    <Panel name="approved" title={s().approved} count={rows.length}>
      <List name="approved" rows={rows} empty={s().noneApproved} />
    </Panel>
  );
}

export function AskingPanel(): JSX.Element {
  const done = inState('answered').sort(newestFirst);
  const rejected = inState('rejected', 'withdrawn').sort(newestFirst);
  return (
    <Panel name="asking" title={s().onStage}>
      <List name="asking" rows={inState('asking')} empty={s().noneAsking} />
      <details data-list="done">
        <summary>
          {s().done} ({done.length})
        </summary>
        <List name="done" rows={done} empty="–" />
      </details>
      <details data-list="rejected">
        <summary>
          {s().rejected} ({rejected.length})
        </summary>
        <List name="rejected" rows={rejected} empty="–" />
      </details>
    </Panel>
  );
}
