// A duration as people say it: minutes and seconds, from an hour on hours too.

/** The hub's own bounds. */
export const DURATION_MOST = 7200;

export interface Parts {
  readonly minutes: string;
  readonly seconds: string;
}

const wholeOf = (text: string): number | null => (text.trim() === '' ? 0 : /^\d{1,5}$/.test(text.trim()) ? Number(text) : null);

/** As typed into two fields, either of them empty; more than 59 seconds are minutes too. undefined: nothing was typed; null: no duration. */
export function secondsIn({ minutes, seconds }: Parts): number | null | undefined {
  if (minutes.trim() === '' && seconds.trim() === '') return undefined;
  const [whole, rest] = [wholeOf(minutes), wholeOf(seconds)];
  if (whole === null || rest === null) return null;
  const total = 60 * whole + rest;
  return total >= 1 && total <= DURATION_MOST ? total : null;
}

const two = (figure: number): string => String(figure).padStart(2, '0');

/** As it stands in the two fields; nothing in both for no limit. */
export const partsOf = (seconds: number | undefined): Parts =>
  seconds === undefined ? { minutes: '', seconds: '' } : { minutes: String(Math.floor(seconds / 60)), seconds: two(seconds % 60) };

/** 1:28, 0:00, −0:15: past the end a countdown goes on below zero. From an hour on 1:28:36. */
export function durationText(milliseconds: number): string {
  const total = Math.floor(milliseconds / 1000);
  const rest = Math.abs(total);
  const minutes = Math.floor(rest / 60);
  return `${total < 0 ? '−' : ''}${minutes < 60 ? minutes : `${Math.floor(minutes / 60)}:${two(minutes % 60)}`}:${two(rest % 60)}`;
}
