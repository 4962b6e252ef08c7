import { now } from './hub.ts';

const HALF_DAY_MS = 12 * 3600_000;
const TIME = { hour: '2-digit', minute: '2-digit', hour12: false } as const;

/** To the second; where that may be another day, with the day. In the language that the page has said. */
export function moment(time: number): string {
  const { lang } = document.documentElement;
  return now.value - time < HALF_DAY_MS
    ? new Date(time).toLocaleTimeString(lang, { ...TIME, second: '2-digit' })
    : new Date(time).toLocaleString(lang, { ...TIME, day: 'numeric', month: 'numeric' });
}
