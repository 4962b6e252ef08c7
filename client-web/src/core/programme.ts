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

export interface Running {
  /** Whole minutes that are over. */
  readonly minutes: number;
  /** Whole minutes past what was planned, begun ones too; 0 in time, or where nothing was planned. */
  readonly over: number;
}

/** How far the current item is at this hub time; null where it is not known when it began. */
export function runningOf(item: AgendaItemRow, now: number): Running | null {
  if (item.state !== 'current' || item.startedAt === undefined) return null;
  const seconds = Math.max(0, now - item.startedAt) / 1000;
  return { minutes: Math.floor(seconds / 60), over: item.seconds ? Math.max(0, Math.ceil((seconds - item.seconds) / 60)) : 0 };
}

export interface Left {
  /** Milliseconds, below zero past it; nothing where it was not planned how long. */
  readonly item?: number;
  /** Of the session: what is left of the current item, no less than nothing, and all that is planned behind it. */
  readonly session?: number;
}

/** The time left of what was planned. An item of the session without a planned time leaves the session's end unknown. */
export function leftOf(items: readonly AgendaItemRow[], now: number): Left {
  const current = currentItem(items);
  if (!current || current.startedAt === undefined) return {};
  const own = current.seconds === undefined ? undefined : current.startedAt + 1000 * current.seconds - now;
  const behind = inOrder(items).filter(({ session, state }) => current.session !== undefined && session === current.session && state === 'planned');
  const known = own !== undefined && current.session !== undefined && behind.every(({ seconds }) => seconds !== undefined);
  return {
    ...(own === undefined ? {} : { item: own }),
    ...(known ? { session: (behind.length > 0 ? Math.max(0, own) : own) + behind.reduce((sum, { seconds = 0 }) => sum + 1000 * seconds, 0) } : {}),
  };
}
