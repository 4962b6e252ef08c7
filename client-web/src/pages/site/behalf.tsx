// Questions and requests to speak for people who have no phone in hand.
import { computed, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { chosenPerson } from '../../core/people.ts';
import { CLASSES } from '../../core/speakers.ts';
import { fits, graphemes, tidy } from '../../core/text.ts';
import { TEXT_GRAPHEMES } from '../../core/types.gen.ts';
import type { Class, ConferenceRow } from '../../core/types.gen.ts';
import { q } from '../../i18n/question.ts';
import { rh } from '../../i18n/rehearsal.ts';
import { o } from '../../i18n/opinions.ts';
import { refusals } from '../../i18n/refusals.ts';
import { s } from '../../i18n/staff.ts';
import { sp } from '../../i18n/speakers.ts';
import { storageFor } from '../../ui/browser.ts';
import { all, one } from '../../ui/hub.ts';
import { addHotkeys } from '../../ui/hotkeys.ts';
import { Key } from '../../ui/key.tsx';
import { forSite, isFenced } from '../../ui/lease.ts';
import { pick } from '../../ui/language.ts';
import { Panel, tell } from '../../ui/staff.tsx';

const draft = storageFor('site.draft');
const personNumber = signal('');
const kept = draft.read() ?? '';
const length = signal(graphemes(kept));
const trouble = signal('');

const chosen = computed(() => chosenPerson(all('person'), personNumber.value));
const person = computed(() => chosen.value.person);

function keepDraft(text: string): void {
  length.value = graphemes(text);
  trouble.value = '';
  try {
    draft.write(text);
  } catch {
    // A draft that cannot be kept is no reason to disturb the one who writes it.
  }
}

/** Those of the site who can be found by name as well. */
const named = computed(() => all('person').filter(({ name, number }) => name !== undefined && number !== undefined));

// A number that names nobody must not silently become a question of the site itself.
const personWrong = (): boolean => personNumber.value.trim() !== '' && !person.value;

const behalf = (): { person?: string } => (person.value ? { person: person.value.id } : {});

// Said before somebody writes, not when it is sent.
const intake = (): ConferenceRow['intake'] => one('conference', 'conference')?.intake ?? 'open';

function submit(event: SubmitEvent): void {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const field = form.elements.namedItem('text') as HTMLTextAreaElement;
  const topic = (form.elements.namedItem('topic') as HTMLSelectElement).value;
  const anonymous = form.elements.namedItem('anonymous') as HTMLInputElement;
  const paper = form.elements.namedItem('paper') as HTMLInputElement;
  if (intake() !== 'open') trouble.value = q().notTaken[intake()];
  else if (personWrong()) trouble.value = s().personUnknown;
  else if (!fits(field.value)) trouble.value = (tidy(field.value) ? refusals().too_long : s().errors.empty) ?? '';
  else {
    const submitted = forSite('question.submit', {
      text: tidy(field.value),
      ...(topic ? { topic } : {}),
      ...(anonymous.checked ? { anonymous: true } : {}),
      ...(paper.checked ? { origin: 'paper' } : {}),
      ...behalf(),
    });
    tell('question.submit', submitted);
    if (submitted !== 'held') return;
    field.value = '';
    keepDraft('');
    personNumber.value = '';
    anonymous.checked = false;
    paper.checked = false;
  }
}

const speech = signal<Class>('normal');

function requestToSpeak(): void {
  if (personWrong()) {
    trouble.value = s().personUnknown;
    return;
  }
  const submitted = forSite('speaker.request', { ...behalf(), ...(speech.value === 'normal' ? {} : { class: speech.value }) });
  tell('speaker.request', submitted);
  if (submitted !== 'held') return;
  speech.value = 'normal';
  // Otherwise the next question would be theirs as well; one that is being written stays theirs.
  if (length.value === 0) personNumber.value = '';
}

const FORM = '[data-panel=behalf]';

addHotkeys(
  {
    title: () => rh().keys,
    within: FORM,
    keys: [{ keys: ['Ctrl+Enter'], anywhere: true, says: () => rh().keySend, act: () => document.querySelector<HTMLFormElement>(`${FORM} form`)?.requestSubmit() }],
  },
  { title: () => rh().keys, keys: [{ keys: ['Alt+KeyS'], anywhere: true, says: () => rh().keyRequest, act: requestToSpeak }] },
);

const personWord = (): string => {
  if (personWrong()) return chosen.value.several > 1 ? rh().several(chosen.value.several) : s().personUnknown;
  const row = person.value;
  return row ? (row.name ?? (row.number === undefined ? row.id : s().person(row.number))) : s().personNone;
};

export const OnBehalf = (): JSX.Element => (
  <Panel name="behalf" title={s().onBehalf}>
    <form class="stack" onSubmit={submit}>
      <label>
        {named.value.length > 0 ? rh().numberOrName : s().personNumber}
        <input
          id="person-number"
          name="person"
          inputMode={named.value.length > 0 ? 'text' : 'numeric'}
          list="people"
          autocomplete="off"
          value={personNumber.value}
          onInput={(event) => {
            personNumber.value = event.currentTarget.value;
            trouble.value = '';
          }}
        />
      </label>
      <datalist id="people">
        {named.value.map((row) => (
          <option key={row.id} value={row.number}>
            {row.name}
          </option>
        ))}
      </datalist>
      <output id="person-name" data-person={person.value?.id ?? ''} data-over={personWrong()}>
        <bdi>{personWord()}</bdi>
      </output>
      {intake() !== 'open' && (
        <p class="bar closed" data-intake={intake()}>
          {q().notTaken[intake()]}
        </p>
      )}
      <label>
        {s().question}
        <textarea id="question" name="text" rows={4} defaultValue={kept} onInput={(event) => keepDraft(event.currentTarget.value)} />
      </label>
      <p class="muted" data-count={length.value} data-over={length.value > TEXT_GRAPHEMES}>
        {length.value}/{TEXT_GRAPHEMES}
      </p>
      <label>
        {s().topic}
        <select id="topic" name="topic">
          <option value="">{s().noTopic}</option>
          {all('topic').map((topic) => (
            <option key={topic.id} value={topic.id} disabled={topic.intake !== 'open'}>
              {pick(topic.name)}
              {topic.intake !== 'open' && ` (${q().intakes[topic.intake]})`}
            </option>
          ))}
        </select>
      </label>
      <div class="row boxes">
        <label class="row">
          <input type="checkbox" id="anonymous" name="anonymous" /> {s().anonymous}
        </label>
        <label class="row">
          <input type="checkbox" id="paper" name="paper" /> {o().fromPaper}
        </label>
      </div>
      <p class="trouble" role="alert">
        {trouble.value}
      </p>
      <p class="row">
        <button class="main grow" data-action="question.submit" disabled={length.value === 0 || intake() !== 'open' || isFenced()}>
          {s().sendQuestion} <Key of="Ctrl+Enter" />
        </button>
      </p>
      <p class="row">
        <select
          id="class"
          class="class"
          aria-label={sp().class}
          value={speech.value}
          onChange={(event) => (speech.value = event.currentTarget.value as Class)}
        >
          {[...CLASSES].reverse().map((name) => (
            <option key={name} value={name}>
              {sp().classes[name]}
            </option>
          ))}
        </select>
        <button type="button" class="grow" data-action="speaker.request" disabled={isFenced()} onClick={requestToSpeak}>
          {s().requestToSpeak} <Key of="Alt+KeyS" />
        </button>
      </p>
    </form>
  </Panel>
);
