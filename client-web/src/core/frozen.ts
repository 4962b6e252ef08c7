// A list that does not move under the finger. While it is held, what came waits outside and what went keeps its place.

export interface Frozen {
  /** As they stand on the screen, some of them no longer wanted there. */
  readonly ids: readonly number[];
  /** Came since, in the order wanted; shown when the list is let go or refreshed. */
  readonly fresh: readonly number[];
}

export const EMPTY: Frozen = { ids: [], fresh: [] };

const sameList = (a: readonly number[], b: readonly number[]): boolean => a.length === b.length && a.every((id, place) => id === b[place]);

/** wanted: what would stand there now. An empty list has nothing that could move. */
export function frozenList(before: Frozen, wanted: readonly number[], held: boolean): Frozen {
  if (!held || before.ids.length === 0) return sameList(before.ids, wanted) && before.fresh.length === 0 ? before : { ids: wanted, fresh: [] };
  const shown = new Set(before.ids);
  const fresh = wanted.filter((id) => !shown.has(id));
  return sameList(before.fresh, fresh) ? before : { ids: before.ids, fresh };
}
