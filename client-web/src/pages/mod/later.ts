// A key pressed on a question whose last act is still on its way is not lost: what it means waits, and is done when the answer is there.
import { effect, signal } from '@preact/signals';
import type { HeldCommand } from '../../core/outbox.ts';
import type { ErrorData } from '../../core/types.gen.ts';
import { tr } from '../../i18n/triage.ts';
import { timers } from '../../ui/browser.ts';
import { held, linked, one } from '../../ui/hub.ts';
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

interface Sent {
  readonly method: HeldCommand['method'];
  readonly rev: number | undefined;
}

// The answer comes before the row that it made; where it made none there is nothing to wait for.
const ROW_MOST_MS = 3000;
/** By question, the last act that left this page. */
const last = new Map<number, Sent>();
const ended = signal(0);

function end(question: number): void {
  last.delete(question);
  ended.value += 1;
}

effect(() => {
  for (const { method, params } of held.value) {
    const { question, rev } = params as { question?: number; rev?: number };
    if (question !== undefined && sending.value.has(question)) last.set(question, { method, rev });
  }
});

const revNow = (question: number, method: Sent['method']): number | undefined =>
  (method === 'question.move' || method === 'question.pin' ? one('queue', 'queue') : one('question', question))?.rev;

/** Not yet answered, or what it made is not yet here: whatever is done now would be done to the row of before. */
export function isUnderWay(question: number): boolean {
  ended.value;
  const sent = last.get(question);
  return sending.value.has(question) || (sent !== undefined && revNow(question, sent.method) === sent.rev);
}

/** After a refusal nothing follows: it was meant for another row. */
export function answeredLater({ params }: HeldCommand, refusal: ErrorData | null): void {
  const { question, rev } = params as { question?: number; rev?: number };
  if (question === undefined) return;
  if (refusal) {
    keep(question, []);
    end(question);
  } else timers.after(ROW_MOST_MS, () => last.get(question)?.rev === rev && end(question));
}

function runNext(question: number): void {
  const [first, ...rest] = later.peek().get(question) ?? [];
  if (!first || isUnderWay(question)) return;
  keep(question, rest);
  first.run();
}

effect(() => {
  if (!linked.value) return;
  for (const question of later.value.keys()) if (!isUnderWay(question)) queueMicrotask(() => runNext(question));
});
