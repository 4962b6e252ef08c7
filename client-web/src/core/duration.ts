// A duration as people say it: minutes and seconds.

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

/** As it stands in the two fields; nothing in both for no limit. */
export const partsOf = (seconds: number | undefined): Parts =>
  seconds === undefined ? { minutes: '', seconds: '' } : { minutes: String(Math.floor(seconds / 60)), seconds: String(seconds % 60).padStart(2, '0') };
