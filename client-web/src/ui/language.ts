import { effect, signal } from '@preact/signals';
import { storageFor } from './browser.ts';
import type { Texts } from '../core/types.gen.ts';

export type Language = 'vi' | 'en';

const kept = storageFor('language');
const asked = new URLSearchParams(location.search).get('lang') ?? kept.read();

export const language = signal<Language>(asked === 'en' ? 'en' : 'vi');

effect(() => {
  document.documentElement.lang = language.value;
});

export function switchLanguage(): void {
  language.value = language.value === 'vi' ? 'en' : 'vi';
  try {
    kept.write(language.value);
  } catch {
    // It is Vietnamese again next time.
  }
}

/** The page's words in the language of the moment. */
export const dictionary =
  <M>(vi: M, en: M) =>
  (): M =>
    language.value === 'en' ? en : vi;

export const pick = (texts: Texts): string => (language.value === 'en' && texts.en ? texts.en : texts.vi);

export const hourAndMinute = (time: number): string =>
  new Date(time).toLocaleTimeString(language.value, { hour: '2-digit', minute: '2-digit', hour12: false });

export const hourMinuteSecond = (time: number): string =>
  new Date(time).toLocaleTimeString(language.value, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });

export const number = (value = 0): string => value.toLocaleString(language.value);

/** With the comma or point that the language writes. */
export const decimal = (digits: string): string => number(Number(digits));

/** 1:28, 0:00, −0:15: past the end the countdown goes on below zero. */
export function minutesAndSeconds(milliseconds: number): string {
  const total = Math.floor(milliseconds / 1000);
  const rest = Math.abs(total);
  return `${total < 0 ? '−' : ''}${Math.floor(rest / 60)}:${String(rest % 60).padStart(2, '0')}`;
}
