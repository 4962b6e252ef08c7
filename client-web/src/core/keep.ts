// The rows of a page as they are kept on the device: what it shows before the hub has answered, and when nobody answers at all.
// Cursors and rows are one text, written at once: after a crash they still fit each other.
import type { ChannelRows, HeldRows } from './rows.ts';
import { rowKey } from './rows.ts';
import type { HelloResult, Row } from './types.gen.ts';

export interface Kept {
  readonly rows: HeldRows;
  readonly hello: HelloResult;
  /** When they were last known to be true, by the clock of the hub. */
  readonly at: number;
}

interface Channel {
  readonly name: string;
  readonly s: number;
  readonly rows: readonly Row[];
}

interface Packed {
  readonly person: string;
  readonly at: number;
  readonly hello: HelloResult;
  readonly own: Channel;
  readonly shared: Channel;
}

const packChannel = ({ name, s, rows }: ChannelRows): unknown => ({ name, s, rows: [...rows.values()] });

/** Nothing while a channel is still to come: half a view must not be kept. */
export function pack({ rows, hello, at }: Kept): string {
  const { person } = hello;
  const { own, shared } = rows;
  if (!person || own?.s == null || shared?.s == null) return '';
  return JSON.stringify({ person, at, hello: { ...hello, journal: rows.journal }, own: packChannel(own), shared: packChannel(shared) });
}

const unpackChannel = ({ name, s, rows }: Channel): ChannelRows => ({ name, s, rows: new Map(rows.map((row) => [rowKey(row.kind, row.id), row])) });

/** What was kept for this person; null where that is nothing, or not ours. */
export function unpack(text: string | null, person: string): Kept | null {
  try {
    const { at, hello, own, shared, ...packed } = JSON.parse(text ?? '') as Packed;
    return packed.person === person ? { at, hello, rows: { journal: hello.journal, own: unpackChannel(own), shared: unpackChannel(shared) } } : null;
  } catch {
    return null;
  }
}
