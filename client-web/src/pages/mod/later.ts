// A key pressed on a question whose last act is still on its way is not lost: what it means waits, and is done when the answer is there.
import { effect, signal } from '@preact/signals';
import { tr } from '../../i18n/triage.ts';
import { timers } from '../../ui/browser.ts';
import { linked } from '../../ui/hub.ts';
import { say } from '../../ui/say.ts';
import { sending } from './board.ts';

/** What was asked for, in words, and how: of the question as it is by then. */
export interface Later {
  readonly says: string;
  run(): void;
}

// A key held down must not go on for seconds after it was let go.
const MOST = 8;

/** By question, in the order in which they were pressed. */
export const later = signal<ReadonlyMap<number, readonly Later[]>>(new Map());

function keep(question: number, acts: readonly Later[]): void {
  const next = new Map(later.peek());
  if (acts.length > 0) next.set(question, acts);
  else next.delete(question);
  later.value = next;
}

export function addLater(question: number, act: Later): void {
  const before = later.peek().get(question) ?? [];
  if (before.length >= MOST) return;
  keep(question, [...before, act]);
  say(tr().later(act.says));
}

const TOLD_MS = 5000;
const told = signal<{ readonly question: number; readonly words: string } | null>(null);

/** Why a key did nothing: in the row, where one looks, and said. */
export function tellKey(question: number, words: string): void {
  const now = { question, words };
  told.value = now;
  say(words);
  timers.after(TOLD_MS, () => told.value === now && (told.value = null));
}

/** What is to be seen in the row of what is on its way, of what waits for it, and of a key that did nothing. */
export function noteOf(question: number): string {
  const acts = later.value.get(question)?.map(({ says }) => says) ?? [];
  return [
    sending.value.has(question) && tr().sending,
    acts.length > 0 && tr().later(acts.join(', ')),
    told.value?.question === question && told.value.words,
  ]
    .filter(Boolean)
    .join(' · ');
}

/** An act on it was refused: what was to follow was meant for another row. */
export const forgetLater = (question: number): void => keep(question, []);

function runNext(): void {
  for (const [question, [first, ...rest]] of later.peek()) {
    if (!linked.peek() || sending.peek().has(question)) continue;
    keep(question, rest);
    first?.run();
  }
}

effect(() => {
  if (linked.value && [...later.value.keys()].some((question) => !sending.value.has(question))) queueMicrotask(runNext);
});
