// The fold: what the hub sends becomes one map of rows per channel. Pure; the rules stand in the protocol file, "Channels and cursors".
import type { Gone, HelloResult, MeRow, Row, RowsParams, SnapshotParams } from './types.gen.ts';

export interface ChannelRows {
  readonly name: string;
  /** Cursor; null = none, so that the next frame asks for a snapshot. */
  readonly s: number | null;
  readonly rows: ReadonlyMap<string, Row>;
}

export interface HeldRows {
  readonly journal: string | null;
  readonly own: ChannelRows | null;
  readonly shared: ChannelRows | null;
}

export type Fold = 'applied' | 'old' | 'gap';

export const NOTHING_HELD: HeldRows = { journal: null, own: null, shared: null };

const emptyChannel = (name: string): ChannelRows => ({ name, s: null, rows: new Map() });

export const rowKey = (kind: string, id: string | number): string => `${kind} ${id}`;

const isGone = (row: Row | Gone): row is Gone => 'gone' in row;

export function applyFrame(channel: ChannelRows, frame: RowsParams): { channel: ChannelRows; fold: Fold } {
  if (channel.s === null) return { channel, fold: 'gap' };
  if (frame.to <= channel.s) return { channel, fold: 'old' };
  if (frame.from > channel.s) return { channel, fold: 'gap' };
  const rows = new Map(channel.rows);
  for (const row of frame.rows) {
    if (isGone(row)) rows.delete(rowKey(row.gone.kind, row.gone.id));
    else rows.set(rowKey(row.kind, row.id), row);
  }
  return { channel: { name: channel.name, s: frame.to, rows }, fold: 'applied' };
}

export function applySnapshot(snapshot: SnapshotParams): ChannelRows {
  const rows = new Map(snapshot.rows.map((row) => [rowKey(row.kind, row.id), row]));
  return { name: snapshot.channel, s: snapshot.to, rows };
}

/** The result of a hello says whose rows these are; what belongs to somebody else or a former journal goes. Ids of journals sort by birth: a site with an older
 *  one than that of the rows held sends nothing, and they stay. */
export function welcome(held: HeldRows, hello: HelloResult): HeldRows {
  const { person, channel } = hello;
  const kept = held.journal === null || hello.journal > held.journal ? { ...NOTHING_HELD, journal: hello.journal } : held;
  if (person === undefined || channel === undefined) return { ...NOTHING_HELD, journal: hello.journal };
  const ownName = `person:${person}`;
  const own = kept.own?.name === ownName ? kept.own : emptyChannel(ownName);
  const shared = kept.own === own && kept.shared?.name === channel ? kept.shared : emptyChannel(channel);
  return { journal: kept.journal, own, shared };
}

export function foldSnapshot(held: HeldRows, snapshot: SnapshotParams): HeldRows {
  let kept = held;
  if (snapshot.journal !== held.journal) {
    kept = {
      journal: snapshot.journal,
      own: held.own && emptyChannel(held.own.name),
      shared: held.shared && emptyChannel(held.shared.name),
    };
  }
  if (snapshot.channel === kept.own?.name) return followRights({ ...kept, own: applySnapshot(snapshot) });
  if (snapshot.channel === kept.shared?.name) return { ...kept, shared: applySnapshot(snapshot) };
  return kept;
}

export function foldFrame(held: HeldRows, frame: RowsParams): { held: HeldRows; fold: Fold } {
  if (held.own && frame.channel === held.own.name) {
    const { channel, fold } = applyFrame(held.own, frame);
    return { held: fold === 'applied' ? followRights({ ...held, own: channel }) : held, fold };
  }
  if (held.shared && frame.channel === held.shared.name) {
    const { channel, fold } = applyFrame(held.shared, frame);
    return { held: fold === 'applied' ? { ...held, shared: channel } : held, fold };
  }
  return { held, fold: 'old' };
}

// Rights are the row `me`: rows of a view that was taken away must not stay on the screen.
function followRights(held: HeldRows): HeldRows {
  const me = meOf(held);
  if (!me || held.shared?.name === me.channel) return held;
  return { ...held, shared: emptyChannel(me.channel) };
}

export function meOf(held: HeldRows): MeRow | undefined {
  for (const row of held.own?.rows.values() ?? []) if (row.kind === 'me') return row;
  return undefined;
}

export function rowsOfKind<K extends Row['kind']>(channel: ChannelRows | null, kind: K): Extract<Row, { kind: K }>[] {
  const found: Extract<Row, { kind: K }>[] = [];
  for (const row of channel?.rows.values() ?? []) if (row.kind === kind) found.push(row as Extract<Row, { kind: K }>);
  return found;
}

export function rowOf<K extends Row['kind']>(
  channel: ChannelRows | null,
  kind: K,
  id: string | number,
): Extract<Row, { kind: K }> | undefined {
  return channel?.rows.get(rowKey(kind, id)) as Extract<Row, { kind: K }> | undefined;
}

/** Snapshot order: kind, then id (numbers by value, words bytewise; both are ASCII). */
export function inSnapshotOrder(rows: Iterable<Row>): Row[] {
  const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);
  return [...rows].sort((a, b) => compare(a.kind, b.kind) || compare(a.id, b.id));
}
