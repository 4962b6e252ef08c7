// What the desk can do with the place of an approved question. The order itself is the hub's: question.queue.
import type { QuestionMoveParams, QueueRow } from './types.gen.ts';

type Move = Omit<QuestionMoveParams, 'key'>;

export interface Moves {
  readonly up?: Move;
  readonly down?: Move;
  readonly fair?: Move;
}

/** Up from the fair order leads to the end of the manual one; what is pinned has its place already. */
export function movesOf({ rev, pinned, manual }: QueueRow, question: number): Moves {
  if (pinned.includes(question)) return {};
  const shown = manual.filter((number) => !pinned.includes(number));
  const place = shown.indexOf(question);
  const to = (before: number | undefined): Move => ({ question, on: true, rev, ...(before === undefined ? {} : { before }) });
  if (place < 0) return { up: to(undefined) };
  return {
    ...(place > 0 ? { up: to(shown[place - 1]) } : {}),
    ...(place < shown.length - 1 ? { down: to(shown[place + 2]) } : {}),
    fair: { question, on: false, rev },
  };
}

/** The rows in the hub's order; those it has not placed yet follow, oldest first. */
export function inQueueOrder<R extends { id: number; at: number }>(rows: readonly R[], places: ReadonlyMap<number, number>): R[] {
  const placeOf = (row: R): number => places.get(row.id) ?? places.size;
  return [...rows].sort((a, b) => placeOf(a) - placeOf(b) || a.at - b.at || a.id - b.id);
}
