import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { QuestionRow } from '../../core/types.gen.ts';
import { q } from '../../i18n/question.ts';
import { o } from '../../i18n/opinions.ts';
import { rh } from '../../i18n/rehearsal.ts';
import { refusals } from '../../i18n/refusals.ts';
import { s } from '../../i18n/staff.ts';
import type { HeldCommand } from '../../core/outbox.ts';
import { fits, tidy } from '../../core/text.ts';
import { dayAndTime } from '../../ui/day.ts';
import { all, waiting, within } from '../../ui/hub.ts';
import { forSite, isFenced } from '../../ui/lease.ts';
import { Chip, heldWord } from '../../ui/parts.tsx';
import { Panel, personName, siteName, tell, topicName } from '../../ui/staff.tsx';
import { isOwn } from './own.ts';
import { placesOfQuestions } from './places.ts';

function Resubmit({ question }: { question: QuestionRow }): JSX.Element {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const field = (event.currentTarget as HTMLFormElement).elements.namedItem('text') as HTMLTextAreaElement;
    if (fits(field.value)) tell('question.resubmit', forSite('question.resubmit', { question: question.id, text: tidy(field.value) }));
    else field.setCustomValidity(tidy(field.value) ? refusals().too_long : (s().errors.empty ?? ''));
    field.reportValidity();
  };
  return (
    <form class="stack" data-form="question.resubmit" onSubmit={submit}>
      <label>
        {q().newText}
        <textarea
          name="text"
          rows={3}
          defaultValue={question.text}
          onInput={(event) => event.currentTarget.setCustomValidity('')}
        />
      </label>
      <p class="row">
        <button class="main" data-action="question.resubmit" disabled={isFenced()}>
          {q().resubmit}
        </button>
      </p>
    </form>
  );
}

const heldResubmit = (question: number): HeldCommand | undefined =>
  (waiting('question.resubmit') as HeldCommand<'question.resubmit'>[]).find((command) => command.params.question === question);

/** Not said of what may have moved since the link went. */
function Place({ question: { id, state } }: { question: QuestionRow }): JSX.Element | null {
  const place = state === 'approved' && within.value ? placesOfQuestions.value.get(id) : undefined;
  return place === undefined ? null : <small data-place={place}>{s().place(place)}</small>;
}

function Question({ question }: { question: QuestionRow }): JSX.Element {
  const { id, state, reason, note, into, answerer, original } = question;
  const returned = state === 'returned';
  const canWithdraw = state === 'pending' || state === 'approved' || returned;
  const held = heldResubmit(id);
  return (
    <li data-question={id} data-state={state}>
      <p class="row">
        <b>#{id}</b>
        <Chip state={state}>{q().states[state]}</Chip>
        <Place question={question} />
        <small>
          {[dayAndTime(question.at), question.anonymous ? q().anonymous : personName(question), topicName(question.topic)]
            .filter(Boolean)
            .map((word, place) => [place > 0 && ' · ', <bdi>{word}</bdi>])}
        </small>
        {question.origin && <small class="tag">{o().origins[question.origin]}</small>}
      </p>
      <p>
        <bdi>{question.text}</bdi>
      </p>
      {original && original !== question.text && (
        <p class="muted">
          {q().original}: <bdi>{original}</bdi>
        </p>
      )}
      {reason && (
        <p class="muted">
          {q().reasons[reason]} {note && '· '}
          <bdi>{note}</bdi>
        </p>
      )}
      {returned && (
        <p class="clarify">
          {q().clarify}: <bdi>{note}</bdi>
        </p>
      )}
      {into && <p class="muted">{q().into(into)}</p>}
      {answerer && (
        <p class="muted">
          <bdi>{q().answerer(answerer)}</bdi>
        </p>
      )}
      {held && <p class="muted">{heldWord(held)}</p>}
      {returned && !held && <Resubmit question={question} />}
      {canWithdraw && (
        <p>
          <button
            type="button"
            data-action="question.withdraw"
            disabled={isFenced()}
            onClick={() => tell('question.withdraw', forSite('question.withdraw', { question: id }))}
          >
            {s().withdraw}
          </button>
        </p>
      )}
    </li>
  );
}

type Filter = 'all' | 'open' | 'ours' | 'done';

const FILTERS: Record<Filter, readonly QuestionRow['state'][] | null> = {
  all: null,
  open: ['pending', 'approved', 'asking'],
  ours: ['returned'],
  done: ['answered', 'rejected', 'merged', 'withdrawn'],
};

const filter = signal<Filter>('all');

const isIn = ({ state }: QuestionRow, name: Filter): boolean => FILTERS[name]?.includes(state) ?? true;

const FilterField = ({ own }: { own: readonly QuestionRow[] }): JSX.Element => (
  <label class="row filter">
    {rh().filter}
    <select id="question-filter" class="grow" value={filter.value} onChange={(event) => (filter.value = event.currentTarget.value as Filter)}>
      {(Object.keys(FILTERS) as Filter[]).map((name) => (
        <option key={name} value={name}>
          {rh().filters[name]} ({own.filter((question) => isIn(question, name)).length})
        </option>
      ))}
    </select>
  </label>
);

export function QuestionPanel(): JSX.Element {
  // What waits for the site comes first: somebody has to answer it.
  const own = all('question')
    .filter(isOwn)
    .sort((a, b) => Number(b.state === 'returned') - Number(a.state === 'returned') || b.id - a.id);
  const shown = own.filter((question) => isIn(question, filter.value));
  const others = all('question').filter((question) => !isOwn(question) && question.state === 'asking');
  return (
    <div class="stack">
      {others.length > 0 && (
        <Panel name="asking" title={s().askedNow}>
          <ul class="plain">
            {others.map((question) => (
              <li key={question.id} data-question={question.id} data-state={question.state}>
                <small>{siteName(question.site)}</small>
                <bdi>{question.text}</bdi>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <Panel name="questions" title={s().ownQuestions} count={own.length}>
        {own.length === 0 ? <p class="empty">{s().noQuestions}</p> : <FilterField own={own} />}
        {own.length > 0 && shown.length === 0 && <p class="empty">{rh().noneOfFilter}</p>}
        <ul class="plain questions">
          {shown.map((question) => (
            <Question key={question.id} question={question} />
          ))}
        </ul>
      </Panel>
    </div>
  );
}
