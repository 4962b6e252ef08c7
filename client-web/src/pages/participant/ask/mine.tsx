import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { HeldCommand } from '../../../core/outbox.ts';
import { fits, tidy } from '../../../core/text.ts';
import type { MyQuestionRow } from '../../../core/types.gen.ts';
import { t } from '../../../i18n/common.ts';
import { q } from '../../../i18n/question.ts';
import { refusals } from '../../../i18n/refusals.ts';
import { all, mine, relay, waiting } from '../../../ui/hub.ts';
import { Bi, Chip, heldWord } from '../../../ui/parts.tsx';
import { draftOf, keep } from './draft.ts';
import { a } from './words.ts';

type Own = 'question.withdraw' | 'question.resubmit';

const heldFor = (method: Own, question: number): HeldCommand | undefined =>
  (waiting(method) as HeldCommand<Own>[]).find((command) => command.params.question === question);

export function MyQuestions(): JSX.Element {
  const questions = mine('my_question').sort((one, other) => other.id - one.id);
  const known = new Set(questions.map((question) => question.key));
  const sent = (waiting('question.submit') as HeldCommand<'question.submit'>[]).filter((command) => !known.has(command.key));
  return (
    <section class="card">
      <h2>{a().mine}</h2>
      {questions.length + sent.length === 0 && <p class="empty">{a().noneMine}</p>}
      <ul class="plain">
        {sent.map((command) => (
          <li key={command.key} data-my-question="" data-state="held">
            <Chip state="held">{heldWord(command)}</Chip> <bdi>{command.params.text}</bdi>
          </li>
        ))}
        {questions.map((question) => (
          <Mine key={question.id} question={question} />
        ))}
      </ul>
    </section>
  );
}

function Mine({ question }: { question: MyQuestionRow }): JSX.Element {
  const { id, state, note, original, into, answerer } = question;
  const held = heldFor('question.withdraw', id) ?? heldFor('question.resubmit', id);
  const topic = question.topic && all('topic').find((row) => row.id === question.topic);
  const returned = state === 'returned';
  return (
    <li data-my-question={id} data-state={state}>
      <p>
        <Chip state={state}>{q().states[state]}</Chip>{' '}
        <small>
          #{id}
          {question.anonymous && ` · ${q().anonymous}`}
          {topic && ' · '}
          {topic && <Bi text={topic.name} />}
        </small>
      </p>
      <bdi>{question.text}</bdi>
      {question.reason && (
        <p class="muted">
          {q().reasons[question.reason]} {note && '· '}
          <bdi>{note}</bdi>
        </p>
      )}
      {returned && (
        <p class="clarify">
          {q().clarify}: <bdi>{note}</bdi>
        </p>
      )}
      {into && (
        <p class="muted" data-into={into}>
          {q().into(into)} {all('question').some((row) => row.id === into && row.state === 'asking') && <Chip state="asking">{q().states.asking}</Chip>}
        </p>
      )}
      {answerer && (
        <p class="muted">
          <bdi>{q().answerer(answerer)}</bdi>
        </p>
      )}
      {original && original !== question.text && (
        <p class="muted">
          {a().revised} {q().original}: <bdi>{original}</bdi>
        </p>
      )}
      {held && <p class="muted">{heldWord(held)}</p>}
      {returned && !held && <Resubmit question={question} />}
      {!held && (state === 'pending' || state === 'approved' || returned) && (
        <button type="button" class="quiet" data-action="question.withdraw" onClick={() => relay.submit('question.withdraw', { question: id })}>
          {a().withdraw}
        </button>
      )}
    </li>
  );
}

const trouble = signal('');

function resubmit(event: SubmitEvent, question: number): void {
  event.preventDefault();
  const field = (event.currentTarget as HTMLFormElement).elements.namedItem('text') as HTMLTextAreaElement;
  if (!fits(field.value)) {
    trouble.value = tidy(field.value) ? refusals().too_long : '';
    return;
  }
  const submitted = relay.submit('question.resubmit', { question, text: tidy(field.value) });
  if (submitted === 'held') keep('resubmit', null);
  trouble.value = submitted === 'held' ? '' : submitted === 'full' ? t().outboxFull : t().notStored;
}

let begun = { question: 0, text: '' };

// As in form.tsx: read when the form comes.
function textOf({ id, text }: MyQuestionRow): string {
  if (!document.getElementById(`resubmit-${id}`)) begun = draftOf('resubmit', { question: 0, text: '' });
  return begun.question === id ? begun.text : text;
}

const Resubmit = ({ question }: { question: MyQuestionRow }): JSX.Element => (
  <form class="stack" data-form="question.resubmit" onSubmit={(event) => resubmit(event, question.id)}>
    <label>
      {q().newText}
      <textarea
        id={`resubmit-${question.id}`}
        name="text"
        rows={4}
        defaultValue={textOf(question)}
        onInput={(event) => keep('resubmit', { question: question.id, text: event.currentTarget.value })}
      />
    </label>
    <p role="alert" class="trouble">
      {trouble.value}
    </p>
    <button class="main" data-action="question.resubmit">
      {q().resubmit}
    </button>
  </form>
);
