import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { tidy } from '../../core/text.ts';
import type { Match, QuestionRow } from '../../core/types.gen.ts';
import { s } from '../../i18n/staff.ts';
import { timers } from '../../ui/browser.ts';
import { linked, one, relay } from '../../ui/hub.ts';
import { Panel } from '../../ui/staff.tsx';
import { isOpinion, OpinionsFound } from './opinions.tsx';
import { List } from './question.tsx';

const found = signal<readonly Match[] | null>(null);
const failed = signal(false);
const PAUSE_MS = 400;

let cancelPause = (): void => undefined;
let searches = 0;

function search(words: string): void {
  cancelPause();
  searches += 1;
  const mine = searches;
  const text = tidy(words);
  failed.value = false;
  if (text === '') {
    found.value = null;
    return;
  }
  relay.ask('question.search', { text }).then(
    // An answer that was overtaken by a later search is for nobody.
    ({ matches }) => mine === searches && (found.value = matches),
    () => mine === searches && (failed.value = true),
  );
}

function searchSoon(words: string): void {
  cancelPause();
  cancelPause = timers.after(PAUSE_MS, () => search(words));
}

const fieldOf = (form: EventTarget): HTMLInputElement => (form as HTMLFormElement).elements.namedItem('words') as HTMLInputElement;

export const SearchBox = (): JSX.Element => (
  <form
    class="grow"
    role="search"
    onSubmit={(event) => {
      event.preventDefault();
      search(fieldOf(event.currentTarget).value);
    }}
  >
    <input
      id="search"
      name="words"
      type="search"
      maxLength={300}
      autocomplete="off"
      aria-label={s().search}
      placeholder={s().search}
      disabled={!linked.value}
      onInput={(event) => !event.isComposing && searchSoon(event.currentTarget.value)}
    />
  </form>
);

export const searching = (): boolean => found.value !== null;

function endSearch(): void {
  search('');
  (document.getElementById('search') as HTMLInputElement | null)?.form?.reset();
}

/** Stands in the place of the lists: no row is there twice. */
export function FoundPanel(): JSX.Element {
  // The chair does not see every question that the words are in.
  const rows = (found.value ?? []).map((match) => match.question && one('question', match.question)).filter((row): row is QuestionRow => Boolean(row));
  const opinions = (found.value ?? []).filter(isOpinion);
  return (
    <Panel name="found" title={s().found} count={rows.length + opinions.length}>
      {(rows.length > 0 || opinions.length === 0) && <List name="found" rows={rows} empty={s().noneFound} chip />}
      <OpinionsFound matches={opinions} />
      <p>
        <button type="button" data-action="search-end" onClick={endSearch}>
          {s().endSearch}
        </button>
      </p>
    </Panel>
  );
}

export const SearchTrouble = (): JSX.Element | null => (failed.value ? <p class="trouble">{s().searchFailed}</p> : null);
