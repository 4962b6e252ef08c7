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

async function change(code: string | null): Promise<boolean> {
  const next = LANGUAGES?.find((one) => one.code === code);
  wanted = code;
  const loaded = next?.file && ((await import(/* @vite-ignore */ next.file)) as { words: Words });
  if (!next || wanted !== code) return false;
  words = loaded ? loaded.words : {};
  language.value = next.code;
  return true;
}

/** Words that cannot be fetched now leave the page as it is; on a device that keeps nothing it is Vietnamese again next time. */
export const speak = (code: string): Promise<void> => change(code).then((changed) => void (changed && kept.write(code))).catch(() => undefined);

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
function inLanguage<F>(make: (code: string) => F): () => F {
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

/** 1:28, 0:00, −0:15: past the end the countdown goes on below zero. */
export function minutesAndSeconds(milliseconds: number): string {
  const total = Math.floor(milliseconds / 1000);
  const rest = Math.abs(total);
  return `${total < 0 ? '−' : ''}${Math.floor(rest / 60)}:${String(rest % 60).padStart(2, '0')}`;
}
