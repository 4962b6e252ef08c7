// Of each new question the nearest one that was asked before it: asked for one after another as they come into sight, each text once.
import type { Timers } from './timers.ts';
import type { Match } from './types.gen.ts';

/** Percent: below that the likeness is for who reads on, not for a mark beside each row. */
const NEAR_LEAST = 50;
/** Far below what the hub allows a desk, whatever else it does. */
const EVERY_MS = 250;

export interface Seen {
  readonly id: number;
  readonly text: string;
}

/** The hub names the best first. What came later is marked at its own row. */
export const nearestBefore = (question: number, matches: readonly Match[]): number | undefined =>
  matches.find((match) => match.question !== undefined && match.question < question && match.score >= NEAR_LEAST)?.question;

interface Hints {
  timers: Timers;
  ask(question: number): Promise<readonly Match[]>;
  /** Told of none, too: there may have been one before the text was changed. */
  found(question: number, near: number | undefined): void;
}

/** `look(seen)`: those that are in sight; what is in sight no more is not asked about. What came to nothing is asked about again at the next look. */
export function createHints({ timers, ask, found }: Hints): (seen: readonly Seen[]) => void {
  const texts = new Map<number, string>();
  const failed = new Set<number>();
  let wanted: readonly Seen[] = [];
  let resting = false;

  function next(): void {
    const due = resting ? undefined : wanted.find(({ id, text }) => texts.get(id) !== text && !failed.has(id));
    if (!due) return;
    resting = true;
    timers.after(EVERY_MS, () => {
      resting = false;
      next();
    });
    texts.set(due.id, due.text);
    ask(due.id).then(
      (matches) => found(due.id, nearestBefore(due.id, matches)),
      () => {
        texts.delete(due.id);
        failed.add(due.id);
      },
    );
  }

  return (seen) => {
    wanted = seen;
    failed.clear();
    next();
  };
}
