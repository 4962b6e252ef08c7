import { effect, signal } from '@preact/signals';
import { storageFor } from './browser.ts';
import type { Texts } from '../core/types.gen.ts';
import type { Words } from '../i18n/words.gen.ts';

/** file: where its words are, if they are not part of the page. */
export interface Spoken {
  readonly code: string;
  readonly name: string;
  readonly file?: string;
}

/** Every language there is, put in by the build (tools/languages.ts). Undefined where the page has two and both are part of it: nothing that asks for it is built. */
declare const LANGUAGES: readonly Spoken[] | undefined;
/** To choose from: two are changed by a press. */
export const languages = LANGUAGES && LANGUAGES.length > 2 ? LANGUAGES : undefined;

const kept = storageFor('language');
const asked = new URLSearchParams(location.search).get('lang') ?? kept.read();

/** The code of the language of which the words are there. */
export const language = signal(!LANGUAGES && asked === 'en' ? 'en' : 'vi');

effect(() => {
  document.documentElement.lang = language.value;
});

export function switchLanguage(): void {
  const next = language.value === 'vi' ? 'en' : 'vi';
  if (LANGUAGES) return void speak(next);
  language.value = next;
  try {
    kept.write(language.value);
  } catch {
    // It is Vietnamese again next time.
  }
}

let words: Partial<Words> = {};
let wanted: string | null = null;

const fetched = new Map<string, Promise<Partial<Words>>>();
let failures = 0;

// Fetched once, they are there also while nobody serves them.
function wordsIn({ code, file }: Spoken): Promise<Partial<Words>> {
  const before = fetched.get(code);
  if (!file || before) return before ?? Promise.resolve({});
  // Some browsers never ask again for a module that they did not get: then it needs another address.
  const coming = import(/* @vite-ignore */ failures === 0 ? file : `${file}?${failures}`).then((loaded: { words: Words }) => loaded.words);
  fetched.set(code, coming);
  coming.catch(() => {
    failures += 1;
    fetched.delete(code);
  });
  return coming;
}

async function change(code: string | null): Promise<boolean> {
  const next = LANGUAGES?.find((one) => one.code === code);
  wanted = code;
  const loaded = next && (await wordsIn(next));
  if (!next || wanted !== code) return false;
  words = loaded ?? {};
  language.value = next.code;
  return true;
}

/** What was chosen last and cannot be had now; null: nothing. */
export const lacking = signal<Spoken | null>(null);

/** Words that cannot be fetched now leave the page as it is; on a device that keeps nothing it is Vietnamese again next time. */
export async function speak(code: string): Promise<void> {
  try {
    const changed = await change(code);
    if (!changed) return;
    lacking.value = null;
    kept.write(code);
  } catch {
    if (wanted === code && language.value !== code) lacking.value = LANGUAGES?.find((one) => one.code === code) ?? null;
  }
}

/** Before anybody asks for them; whether all are there. */
export const fetchWords = (): Promise<boolean> => Promise.all((LANGUAGES ?? []).map(wordsIn)).then(() => true, () => false);

const WORDS_MOST_MS = 2000;
const begun = LANGUAGES && change(asked).catch(() => false);

/** Draws a page first in the language that was remembered; in Vietnamese if its words do not come in time. */
export function begin(draw: () => void): void {
  if (!begun || asked === null || asked === 'vi') return draw();
  const late = new Promise((done) => setTimeout(done, WORDS_MOST_MS));
  void Promise.race([begun, late]).then(draw);
}

/** The page's words in the language of the moment. */
export const dictionary =
  <M>(vi: M, en: M) =>
  (): M =>
    language.value === 'vi' ? vi : LANGUAGES ? (words[(en as { domain: keyof Words }).domain] as M) : en;

/** Of the texts that the conference has: its English ones for all who do not read Vietnamese. */
export const pick = (texts: Texts): string => (language.value !== 'vi' && texts.en) || texts.vi;

/** Made once a language: making one takes longer than drawing a row. */
export function inLanguage<F>(make: (code: string) => F): () => F {
  let made: F;
  let code = '';
  return () => {
    if (code !== language.value) made = make((code = language.value));
    return made;
  };
}

const TO_MINUTES = { hour: '2-digit', minute: '2-digit', hour12: false } as const;
const minutes = inLanguage((code) => new Intl.DateTimeFormat(code, TO_MINUTES));
export const hourAndMinute = (time: number): string => minutes().format(time);

export const hourMinuteSecond = (time: number): string => new Date(time).toLocaleTimeString(language.value, { ...TO_MINUTES, second: '2-digit' });

const numbers = inLanguage((code) => new Intl.NumberFormat(code));
export const number = (value = 0): string => numbers().format(value);

/** With the comma or point that the language writes. */
export const decimal = (digits: string): string => number(Number(digits));
