// What is said aloud of a countdown to whoever does not see it: a minute, half a minute, ten seconds, the end; each once.

const MOMENTS_S = [0, 10, 30, 60];

// A clock that is set right by a moment is not more time.
const WOBBLE_MS = 5000;
// Looked at once a second, it is still said as the round figure.
const ROUND_MS = 2000;

/** A countdown as it was last looked at: whose it is, and the least that was seen left of it. */
export interface Looked {
  readonly of: string | number;
  /** Milliseconds. */
  readonly left: number;
}

export interface TimeCall {
  /** Which of the moments has come: 60, 30, 10 or 0. */
  readonly moment: number;
  /** What is left in whole seconds: the moment, or less where it was passed unseen. 0: the time is over. */
  readonly seconds: number;
}

/** Of two looks one after another: the last moment between them. The first look at somebody's time says nothing, nor does one after a pause; time that was added is counted down anew. */
export function timeCall(before: Looked | null, after: Looked | null): { readonly looked: Looked | null; readonly call: TimeCall | null } {
  if (!before || !after || before.of !== after.of || after.left > before.left + WOBBLE_MS) return { looked: after, call: null };
  if (after.left >= before.left) return { looked: before, call: null };
  const moment = MOMENTS_S.find((seconds) => before.left > 1000 * seconds && after.left <= 1000 * seconds);
  if (moment === undefined) return { looked: after, call: null };
  const rest = after.left > 0 ? Math.max(1, Math.floor(after.left / 1000)) : 0;
  const seconds = 1000 * moment - after.left < ROUND_MS ? moment : rest;
  return { looked: after, call: { moment, seconds } };
}
