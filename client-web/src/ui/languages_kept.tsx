// The consoles have the words of every language before they are asked for: the hub may be away by then. Where they are lacking all the same, it is said.
import { effect } from '@preact/signals';
import type { JSX } from 'preact';
import { la } from '../i18n/language.ts';
import { timers } from './browser.ts';
import { linked } from './hub.ts';
import { fetchWords, lacking, speak } from './language.ts';

// What the page was opened for comes first.
const SETTLED_MS = 3000;
let isComing = false;
let areHere = false;

async function fetchAll(): Promise<void> {
  areHere = await fetchWords();
  isComing = false;
}

effect(() => {
  if (!linked.value || areHere || isComing) return;
  isComing = true;
  timers.after(SETTLED_MS, () => void fetchAll());
});

effect(() => {
  if (linked.value && lacking.peek()) void speak(lacking.peek()?.code ?? '');
});

/** In a place that is there before anything is said in it. */
export const LanguageLacking = (): JSX.Element => (
  <div class="refusals" role="alert">
    {lacking.value && (
      <p class="row" data-bar="language">
        <span>{la().lacking(lacking.value.name)}</span>
        <button type="button" data-action="language-stay" onClick={() => (lacking.value = null)}>
          {la().stay}
        </button>
      </p>
    )}
  </div>
);
