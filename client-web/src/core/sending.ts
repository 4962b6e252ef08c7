// Many commands sent one by one, each with the key it was given at the act: what passes is waited for, what is final is noted.
import { backoff } from './backoff.ts';
import { LinkLost, Refused } from './link.ts';
import type { Timers } from './timers.ts';
import { PASSING_ERRORS } from './types.gen.ts';
import type { ErrorData } from './types.gen.ts';

export interface Sending<T> {
  readonly items: readonly T[];
  readonly done: number;
  readonly refused: readonly { readonly item: T; readonly refusal: ErrorData }[];
  /** Why it waits: the hub's word, or that there is no link. */
  readonly waitsFor: string | null;
  readonly over: boolean;
}

export interface SendingNeeds<T> {
  timers: Timers;
  send(item: T): Promise<unknown>;
  changed(sending: Sending<T>): void;
}

/** Each time the hub has said "too fast" the rest goes at a greater distance, up to one that every configuration lets go on for long. */
const FIRST_MS = 15;
const EVEN_MS = 600;
const PASSING: readonly string[] = [...PASSING_ERRORS, 'not_signed_in'];

/** Begins at once; returns what stops it. What is under way when it is stopped is not repeated. */
export function sendAll<T>(items: readonly T[], { timers, send, changed }: SendingNeeds<T>): () => void {
  let state: Sending<T> = { items, done: 0, refused: [], waitsFor: null, over: items.length === 0 };
  let failures = 0;
  let distance = 0;
  let stopped = false;
  let cancel = (): void => undefined;

  function publish(change: Partial<Sending<T>>): void {
    state = { ...state, ...change };
    changed(state);
  }

  function goOn(): void {
    const item = items[state.done];
    if (stopped || item === undefined) return;
    send(item).then(
      () => settled(),
      (reason: unknown) => failed(item, reason),
    );
  }

  function settled(refused = state.refused): void {
    if (stopped) return;
    failures = 0;
    const done = state.done + 1;
    publish({ done, refused, waitsFor: null, over: done === items.length });
    if (distance > 0) cancel = timers.after(distance, goOn);
    else goOn();
  }

  function failed(item: T, reason: unknown): void {
    if (stopped) return;
    if (reason instanceof Refused && !PASSING.includes(reason.data.code)) return settled([...state.refused, { item, refusal: reason.data }]);
    if (!(reason instanceof Refused || reason instanceof LinkLost)) throw reason;
    const code = reason instanceof Refused ? reason.data.code : 'no_link';
    if (code === 'rate_limited') distance = Math.min(EVEN_MS, Math.max(FIRST_MS, 2 * distance));
    publish({ waitsFor: code });
    cancel = timers.after(EVEN_MS + backoff(failures, timers.random), goOn);
    failures += 1;
  }

  publish({});
  goOn();
  return () => {
    if (stopped || state.over) return;
    stopped = true;
    cancel();
    publish({ over: true, waitsFor: null });
  };
}
