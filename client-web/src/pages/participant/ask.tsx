import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { fits, graphemes, tidy } from '../../core/text.ts';
import { TEXT_GRAPHEMES } from '../../core/types.gen.ts';
import type { MyQuestionRow } from '../../core/types.gen.ts';
import type { HeldCommand } from '../../core/outbox.ts';
import { t } from '../../i18n/common.ts';
import { storageFor } from '../../ui/browser.ts';
import { all, mine, relay, waiting } from '../../ui/hub.ts';
import { Bi, Chip, heldWord } from '../../ui/parts.tsx';
import { pick } from '../../ui/language.ts';
import { w } from './words.ts';

const draft = storageFor('participant.draft');
const kept = draft.read() ?? '';
const length = signal(graphemes(kept));
const trouble = signal('');

const keepDraft = (text: string): void => {
  length.value = graphemes(text);
  trouble.value = '';
  try {
    draft.write(text);
  } catch {
    // A draft that cannot be kept is no reason to disturb the one who writes it.
  }
};

export const isWriting = (): boolean => length.value > 0 || document.activeElement?.id === 'question';

function submit(event: SubmitEvent): void {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const field = form.elements.namedItem('text') as HTMLTextAreaElement;
  const topic = (form.elements.namedItem('topic') as HTMLSelectElement | null)?.value;
  if (!fits(field.value)) {
    trouble.value = tidy(field.value) ? (t().errors.too_long ?? '') : '';
    return;
  }
  const submitted = relay.submit('question.submit', { text: tidy(field.value), ...(topic ? { topic } : {}) });
  if (submitted === 'held') {
    field.value = '';
    keepDraft('');
  } else trouble.value = submitted === 'full' ? t().outboxFull : t().notStored;
}

export function Ask(): JSX.Element {
  return (
    <>
      <form class="card" onSubmit={submit}>
        <label for="question">{w().askTitle}</label>
        <textarea id="question" name="text" rows={4} defaultValue={kept} onInput={(event) => keepDraft(event.currentTarget.value)} />
        <p class="muted" data-count={length.value} data-over={length.value > TEXT_GRAPHEMES}>
          {length.value}/{TEXT_GRAPHEMES} · {w().moderated}
        </p>
        {all('topic').length > 0 && (
          <label>
            {w().topic}
            <select id="topic" name="topic">
              <option key="" value="">
                {w().noTopic}
              </option>
              {all('topic').map((topic) => (
                <option key={topic.id} value={topic.id}>
                  {pick(topic.name)}
                </option>
              ))}
            </select>
          </label>
        )}
        <p role="alert" class="trouble">
          {trouble.value}
        </p>
        <button class="main" data-action="question.submit" disabled={length.value === 0}>
          {w().ask}
        </button>
      </form>
      <MyQuestions />
    </>
  );
}

function MyQuestions(): JSX.Element {
  const questions = mine('my_question').sort((a, b) => b.id - a.id);
  const known = new Set(questions.map((question) => question.key));
  const sent = (waiting('question.submit') as HeldCommand<'question.submit'>[]).filter((command) => !known.has(command.key));
  return (
    <section class="card">
      <h2>{w().mine}</h2>
      {questions.length + sent.length === 0 && <p class="empty">{w().noneMine}</p>}
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
  const withdrawing = (waiting('question.withdraw') as HeldCommand<'question.withdraw'>[]).find(
    (command) => command.params.question === question.id,
  );
  const topic = question.topic && all('topic').find((row) => row.id === question.topic);
  return (
    <li data-my-question={question.id} data-state={question.state}>
      <p>
        <Chip state={question.state}>{t().questionStates[question.state]}</Chip>{' '}
        {topic && (
          <small>
            · <Bi text={topic.name} />
          </small>
        )}
      </p>
      <bdi>{question.text}</bdi>
      {question.reason && (
        <p class="muted">
          {t().reasons[question.reason]} {question.note && '· '}
          <bdi>{question.note}</bdi>
        </p>
      )}
      {withdrawing && <p class="muted">{heldWord(withdrawing)}</p>}
      {!withdrawing && (question.state === 'pending' || question.state === 'approved') && (
        <button
          type="button"
          class="quiet"
          data-action="question.withdraw"
          onClick={() => relay.submit('question.withdraw', { question: question.id })}
        >
          {w().withdraw}
        </button>
      )}
    </li>
  );
}
