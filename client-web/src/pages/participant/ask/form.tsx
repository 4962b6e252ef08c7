import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { fits, graphemes, tidy } from '../../../core/text.ts';
import { TEXT_GRAPHEMES } from '../../../core/types.gen.ts';
import { t } from '../../../i18n/common.ts';
import { q } from '../../../i18n/question.ts';
import { refusals } from '../../../i18n/refusals.ts';
import { storageFor } from '../../../ui/browser.ts';
import { all, one, relay } from '../../../ui/hub.ts';
import { pick } from '../../../ui/language.ts';
import { a } from './words.ts';

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

export const isWriting = (): boolean => length.value > 0 || document.activeElement?.localName === 'textarea';

function submit(event: SubmitEvent): void {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const field = form.elements.namedItem('text') as HTMLTextAreaElement;
  const topic = (form.elements.namedItem('topic') as HTMLSelectElement | null)?.value;
  const anonymous = form.elements.namedItem('anonymous') as HTMLInputElement;
  if (!fits(field.value)) {
    trouble.value = tidy(field.value) ? refusals().too_long : '';
    return;
  }
  const submitted = relay.submit('question.submit', {
    text: tidy(field.value),
    ...(topic ? { topic } : {}),
    ...(anonymous.checked ? { anonymous: true } : {}),
  });
  if (submitted === 'held') {
    field.value = '';
    anonymous.checked = false;
    keepDraft('');
  } else trouble.value = submitted === 'full' ? t().outboxFull : t().notStored;
}

const Topics = (): JSX.Element => (
  <label>
    {a().topic}
    <select id="topic" name="topic">
      <option key="" value="">
        {a().noTopic}
      </option>
      {all('topic').map((topic) => (
        <option key={topic.id} value={topic.id} disabled={topic.intake !== 'open'}>
          {pick(topic.name)}
          {topic.intake !== 'open' && ` (${q().intakes[topic.intake]})`}
        </option>
      ))}
    </select>
  </label>
);

export function Form(): JSX.Element {
  const intake = one('conference', 'conference')?.intake ?? 'open';
  // What was already written stays to be seen, and can be sent once questions are taken again.
  const shut = intake !== 'open';
  return (
    <form class="card" data-intake={intake} onSubmit={submit}>
      {shut && (
        <p class="bar closed" role="status">
          {q().notTaken[intake]}
        </p>
      )}
      <label for="question">{a().askTitle}</label>
      <textarea
        id="question"
        name="text"
        rows={4}
        readOnly={shut}
        defaultValue={kept}
        onInput={(event) => keepDraft(event.currentTarget.value)}
      />
      <p class="muted" data-count={length.value} data-over={length.value > TEXT_GRAPHEMES}>
        {length.value}/{TEXT_GRAPHEMES} · {a().moderated}
      </p>
      {all('topic').length > 0 && <Topics />}
      <label class="check">
        <input type="checkbox" id="anonymous" name="anonymous" />
        {a().anonymousLong}
      </label>
      <p role="alert" class="trouble">
        {trouble.value}
      </p>
      <button class="main" data-action="question.submit" disabled={shut || length.value === 0}>
        {a().ask}
      </button>
    </form>
  );
}
