// The agenda as it is read: items in their order, grouped by the session they belong to.
import type { AgendaItemRow, AgendaSessionRow } from './types.gen.ts';

export interface Group {
  /** None for items outside of any session. */
  readonly session: AgendaSessionRow | undefined;
  readonly items: readonly AgendaItemRow[];
}

const inOrder = (items: readonly AgendaItemRow[]): AgendaItemRow[] => [...items].sort((a, b) => a.id - b.id);

/** Items added later to a session stand with it, where its first one stands. */
export function groupsOf(items: readonly AgendaItemRow[], sessions: readonly AgendaSessionRow[]): Group[] {
  const groups: { session: AgendaSessionRow | undefined; items: AgendaItemRow[] }[] = [];
  for (const item of inOrder(items)) {
    const session = sessions.find(({ id }) => id === item.session);
    const last = groups[groups.length - 1];
    const group = session ? groups.find((one) => one.session === session) : last?.session ? undefined : last;
    if (group) group.items.push(item);
    else groups.push({ session, items: [item] });
  }
  return groups;
}

export const currentItem = (items: readonly AgendaItemRow[]): AgendaItemRow | undefined => items.find(({ state }) => state === 'current');

/** Planned items behind the current one, in the order in which they are read; before anything began, the first ones. */
export function toCome(groups: readonly Group[], most: number): AgendaItemRow[] {
  const items = groups.flatMap((group) => group.items);
  const current = items.findIndex(({ state }) => state === 'current');
  return items.slice(current + 1).filter(({ state }) => state === 'planned').slice(0, most);
}

/** Whole minutes, at least one; 0 where nothing was planned. */
export const plannedMinutes = ({ seconds }: AgendaItemRow): number => (seconds ? Math.max(1, Math.round(seconds / 60)) : 0);
