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

/** What puts a question at a place among those that are not pinned, from 0: whoever stands above it then stands there by hand as well.
 *  `shown`: numbers in the order on the screen. The hub takes one after another, each with the rev that the one before it made. */
export function movesTo({ rev, pinned, manual }: QueueRow, shown: readonly number[], question: number, to: number): Move[] {
  if (pinned.includes(question)) return [];
  const free = shown.filter((number) => !pinned.includes(number));
  const others = free.filter((number) => number !== question);
  const place = Math.max(0, Math.min(to, others.length));
  if (free.indexOf(question) === place) return [];
  const byHand = (number: number): boolean => manual.includes(number);
  const joining = others.slice(0, place).filter((number) => !byHand(number));
  const before = others.slice(place).find(byHand);
  const moves: Omit<Move, 'rev'>[] = joining.map((number) => ({ question: number, on: true, ...(before === undefined ? {} : { before }) }));
  moves.push({ question, on: true, ...(before === undefined ? {} : { before }) });
  return moves.map((move, step) => ({ ...move, rev: rev + step }));
}

/** The rows in the hub's order; those it has not placed yet follow, oldest first. */
export function inQueueOrder<R extends { id: number; at: number }>(rows: readonly R[], places: ReadonlyMap<number, number>): R[] {
  const placeOf = (row: R): number => places.get(row.id) ?? places.size;
  return [...rows].sort((a, b) => placeOf(a) - placeOf(b) || a.at - b.at || a.id - b.id);
}
