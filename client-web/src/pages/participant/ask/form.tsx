import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { fits, graphemes, tidy } from '../../../core/text.ts';
import { TEXT_GRAPHEMES } from '../../../core/types.gen.ts';
import { t } from '../../../i18n/common.ts';
import { q } from '../../../i18n/question.ts';
import { refusals } from '../../../i18n/refusals.ts';
import { all, one, relay } from '../../../ui/hub.ts';
import { pick } from '../../../ui/language.ts';
import { draftOf, keep } from './draft.ts';
import { a } from './words.ts';

const NO_DRAFT = { text: '', topic: '', anonymous: false };
let kept = NO_DRAFT;
const length = signal(0);
const trouble = signal('');

// All of it: a question that was to be anonymous must not come back with a name.
const keepDraft = (form: HTMLFormElement): void => {
  const { text, topic, anonymous } = fieldsOf(form);
  length.value = graphemes(text.value);
  trouble.value = '';
  keep('ask', text.value ? { text: text.value, topic: topic?.value ?? '', anonymous: anonymous.checked } : null);
};

interface Fields {
  readonly text: HTMLTextAreaElement;
  readonly topic: HTMLSelectElement | null;
  readonly anonymous: HTMLInputElement;
}

const fieldsOf = ({ elements }: HTMLFormElement): Fields => ({
  text: elements.namedItem('text') as HTMLTextAreaElement,
  topic: elements.namedItem('topic') as HTMLSelectElement | null,
  anonymous: elements.namedItem('anonymous') as HTMLInputElement,
});

export const isWriting = (): boolean => length.value > 0 || document.activeElement?.localName === 'textarea';

function submit(event: SubmitEvent): void {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const { text: field, topic, anonymous } = fieldsOf(form);
  if (!fits(field.value)) {
    trouble.value = tidy(field.value) ? refusals().too_long : '';
    return;
  }
  const submitted = relay.submit('question.submit', {
    text: tidy(field.value),
    ...(topic?.value ? { topic: topic.value } : {}),
    ...(anonymous.checked ? { anonymous: true } : {}),
  });
  if (submitted === 'held') {
    field.value = '';
    anonymous.checked = false;
    keepDraft(form);
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
        <option key={topic.id} value={topic.id} disabled={topic.intake !== 'open'} selected={topic.id === kept.topic}>
          {pick(topic.name)}
          {topic.intake !== 'open' && ` (${q().intakes[topic.intake]})`}
        </option>
      ))}
    </select>
  </label>
);

// Read when the form comes, and left alone while it is there: what is in the field is the writer's.
function begin(): void {
  if (document.getElementById('question')) return;
  kept = draftOf('ask', NO_DRAFT);
  length.value = graphemes(kept.text);
}

export function Form(): JSX.Element {
  begin();
  const intake = one('conference', 'conference')?.intake ?? 'open';
  const shut = intake !== 'open';
  // Where nothing is taken there is nothing to fill in. What was already written stays where it is, and can be sent once questions are taken again.
  return (
    <form class="card" data-intake={intake} onSubmit={submit} onInput={(event) => keepDraft(event.currentTarget)} onChange={(event) => keepDraft(event.currentTarget)}>
      <div class="stack" hidden={shut && length.value === 0}>
        <label for="question">{shut ? a().keptDraft : a().askTitle}</label>
        <textarea
          id="question"
          name="text"
          rows={4}
          readOnly={shut}
          defaultValue={kept.text}
        />
      </div>
      {shut && (
        <p class="bar closed" role="status">
          {q().notTaken[intake]}
        </p>
      )}
      <div class="stack" hidden={shut}>
        <p class="muted" data-count={length.value} data-over={length.value > TEXT_GRAPHEMES}>
          {length.value}/{TEXT_GRAPHEMES} · {a().moderated}
        </p>
        {all('topic').length > 0 && <Topics />}
        <label class="check">
          <input type="checkbox" id="anonymous" name="anonymous" defaultChecked={kept.anonymous} />
          {a().anonymousLong}
        </label>
        <p role="alert" class="trouble">
          {trouble.value}
        </p>
        <button class="main" data-action="question.submit" disabled={length.value === 0}>
          {a().ask}
        </button>
      </div>
    </form>
  );
}
