// Rows in groups. The list of a group in which nothing changed stays the same one, so that a change elsewhere is no news to its readers.
import type { QuestionRow, Row } from './types.gen.ts';

export type Groups<K, R> = ReadonlyMap<K, readonly R[]>;

const same = <R>(a: readonly R[], b: readonly R[]): boolean => a.length === b.length && a.every((row, place) => row === b[place]);

function grouped<K, R>(rows: Iterable<R>, keyOf: (row: R) => K, before: Groups<K, R>): Groups<K, R> {
  const found = new Map<K, R[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const list = found.get(key);
    if (list) list.push(row);
    else found.set(key, [row]);
  }
  const groups = new Map<K, readonly R[]>();
  for (const [key, list] of found) {
    const known = before.get(key);
    groups.set(key, known && same(known, list) ? known : list);
  }
  return groups;
}

export type Kinds = Groups<Row['kind'], Row>;

export const byKind = (rows: Iterable<Row>, before: Kinds): Kinds => grouped(rows, ({ kind }) => kind, before);

export type States = Groups<QuestionRow['state'], QuestionRow>;

export const byState = (questions: readonly QuestionRow[], before: States): States => grouped(questions, ({ state }) => state, before);
