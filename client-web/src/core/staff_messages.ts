// Messages between desk, chair and sites, sorted into one thread for each other side.
import type { MessageRow } from './types.gen.ts';

/** desk, chair, or the id of a site. */
export type Side = string;

export const DESK: Side = 'desk';
export const CHAIR: Side = 'chair';

/** The side that somebody on this channel writes for; null where there is nobody to write to. */
export function sideOf(channel: string): Side | null {
  if (channel === 'moderator') return DESK;
  if (channel === 'chair') return CHAIR;
  return /^operator:(.+)$/.exec(channel)?.[1] ?? null;
}

export interface Thread {
  readonly other: Side;
  /** Oldest first. */
  readonly messages: readonly MessageRow[];
  /** What came to this side and nobody of it has read. */
  readonly unread: readonly MessageRow[];
}

export const isUnread = (message: MessageRow, side: Side): boolean => message.to === side && message.readAt === undefined;

/** Those with something unread first, then by the last word. */
export function threadsOf(rows: readonly MessageRow[], side: Side): Thread[] {
  const byOther = new Map<Side, MessageRow[]>();
  for (const row of [...rows].sort((a, b) => a.id - b.id)) {
    const other = row.from === side ? row.to : row.from;
    byOther.set(other, [...(byOther.get(other) ?? []), row]);
  }
  const lastOf = (thread: Thread): number => thread.messages.at(-1)?.id ?? 0;
  return [...byOther]
    .map(([other, messages]): Thread => ({ other, messages, unread: messages.filter((row) => isUnread(row, side)) }))
    .sort((a, b) => Number(b.unread.length > 0) - Number(a.unread.length > 0) || lastOf(b) - lastOf(a));
}

/** All that came to this side unread, oldest first. */
export const unreadOf = (rows: readonly MessageRow[], side: Side): MessageRow[] =>
  rows.filter((row) => isUnread(row, side)).sort((a, b) => a.id - b.id);
