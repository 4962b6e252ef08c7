import { describe, expect, it } from 'vitest';
import {
  applyFrame,
  applySnapshot,
  foldFrame,
  foldSnapshot,
  inSnapshotOrder,
  meOf,
  NOTHING_HELD,
  rowOf,
  welcome,
} from '../../src/core/rows.ts';
import type { HeldRows } from '../../src/core/rows.ts';
import type { HelloResult, MeRow, PollRow, Row } from '../../src/core/types.gen.ts';

const texts = { vi: 'Có' };
const hello = (channel = 'participant', journal = 'j1', person = 'hall-0001'): HelloResult => ({
  v: 1,
  journal,
  serverTime: 1,
  conference: { title: texts, theme: texts },
  person,
  channel,
});
const me = (channel: string): MeRow => ({
  kind: 'me',
  id: 'hall-0001',
  site: 'hall',
  siteName: texts,
  number: 1,
  roles: ['participant'],
  channel,
});
const poll = (id: number, rev: number): PollRow => ({
  kind: 'poll',
  id,
  rev,
  state: 'open',
  title: texts,
  results: 'hidden',
  electorate: 3,
});

function signedIn(): HeldRows {
  let held = welcome(NOTHING_HELD, hello());
  held = foldSnapshot(held, { journal: 'j1', channel: 'person:hall-0001', to: 5, rows: [me('participant')] });
  return foldSnapshot(held, { journal: 'j1', channel: 'participant', to: 7, rows: [poll(1, 1)] });
}

const frame = (from: number, to: number, rows: Row[] = [poll(1, to)]) => ({ channel: 'participant', from, to, rows });

describe('frames', () => {
  it('that follow on are applied, and the cursor moves', () => {
    const { held, fold } = foldFrame(signedIn(), frame(7, 9));
    expect(fold).toBe('applied');
    expect(held.shared?.s).toBe(9);
    expect(rowOf(held.shared, 'poll', 1)?.rev).toBe(9);
  });

  it('that overlap are applied once: a frame from before the cursor to after it counts', () => {
    const { held, fold } = foldFrame(signedIn(), frame(5, 8));
    expect(fold).toBe('applied');
    expect(held.shared?.s).toBe(8);
  });

  it('that are old change nothing', () => {
    const before = signedIn();
    expect(foldFrame(before, frame(5, 7))).toEqual({ held: before, fold: 'old' });
  });

  it('that leave a gap change nothing', () => {
    const before = signedIn();
    expect(foldFrame(before, frame(8, 9))).toEqual({ held: before, fold: 'gap' });
  });

  it('before any snapshot are a gap', () => {
    expect(foldFrame(welcome(NOTHING_HELD, hello()), frame(0, 1)).fold).toBe('gap');
  });

  it('of a channel that is not held are dropped', () => {
    const before = signedIn();
    expect(foldFrame(before, { ...frame(7, 9), channel: 'moderator' })).toEqual({ held: before, fold: 'old' });
  });

  it('take rows away', () => {
    const { held } = foldFrame(signedIn(), { channel: 'participant', from: 7, to: 8, rows: [{ gone: { kind: 'poll', id: 1 } }] });
    expect(held.shared?.rows.size).toBe(0);
  });

  it('keep rows of unknown kinds', () => {
    const unknown = { kind: 'weather', id: 3 } as unknown as Row;
    expect(foldFrame(signedIn(), frame(7, 8, [unknown])).held.shared?.rows.get('weather 3')).toEqual(unknown);
  });

  it('move one cursor only: the own channel does not pass over shared frames', () => {
    const own = { channel: 'person:hall-0001', from: 5, to: 9, rows: [me('participant')] };
    const { held } = foldFrame(signedIn(), own);
    expect([held.own?.s, held.shared?.s]).toEqual([9, 7]);
    expect(foldFrame(held, frame(7, 9)).fold).toBe('applied');
  });
});

describe('any way of sending the same frames', () => {
  const history = Array.from({ length: 12 }, (_, index) => frame(7 + index, 8 + index, [poll((index % 3) + 1, index + 2)]));
  const straight = history.reduce(
    (channel, one) => applyFrame(channel, one).channel,
    applySnapshot({ journal: 'j1', channel: 'participant', to: 7, rows: [poll(1, 1)] }),
  );

  it('with every frame twice and the last ones again ends the same', () => {
    let channel = applySnapshot({ journal: 'j1', channel: 'participant', to: 7, rows: [poll(1, 1)] });
    for (const [index, one] of history.entries()) {
      for (const again of [one, one, ...history.slice(Math.max(0, index - 3), index)]) channel = applyFrame(channel, again).channel;
    }
    expect(channel).toEqual(straight);
  });

  it('with a loss at any place and a snapshot after it ends the same', () => {
    for (let lost = 0; lost < history.length; lost += 1) {
      let channel = applySnapshot({ journal: 'j1', channel: 'participant', to: 7, rows: [poll(1, 1)] });
      for (const [index, one] of history.entries()) {
        if (index === lost) continue;
        const next = applyFrame(channel, one);
        if (next.fold === 'gap') {
          const before = history
            .slice(0, index + 1)
            .reduce(
              (known, past) => applyFrame(known, past).channel,
              applySnapshot({ journal: 'j1', channel: 'participant', to: 7, rows: [poll(1, 1)] }),
            );
          channel = applySnapshot({ journal: 'j1', channel: 'participant', to: one.to, rows: [...before.rows.values()] });
        } else channel = next.channel;
      }
      const missing = lost === history.length - 1;
      expect(inSnapshotOrder(channel.rows.values())).toEqual(inSnapshotOrder((missing ? channel : straight).rows.values()));
    }
  });
});

describe('snapshots', () => {
  it('replace the rows, even with a lower cursor', () => {
    const held = foldSnapshot(signedIn(), { journal: 'j1', channel: 'participant', to: 3, rows: [poll(2, 1)] });
    expect(held.shared?.s).toBe(3);
    expect([...(held.shared?.rows.keys() ?? [])]).toEqual(['poll 2']);
    expect(held.own?.s).toBe(5);
  });

  it('of another journal empty both channels first', () => {
    const held = foldSnapshot(signedIn(), { journal: 'j2', channel: 'participant', to: 3, rows: [poll(2, 1)] });
    expect(held.journal).toBe('j2');
    expect(held.own?.s).toBeNull();
    expect(held.own?.rows.size).toBe(0);
  });

  it('are put in order by kind, then number by value, then word', () => {
    const rows = [poll(10, 1), poll(9, 1), me('participant')];
    expect(inSnapshotOrder(rows).map((row) => `${row.kind} ${row.id}`)).toEqual(['me hall-0001', 'poll 9', 'poll 10']);
  });
});

describe('rights', () => {
  it('that change by a frame drop the shared rows and their cursor', () => {
    const { held } = foldFrame(signedIn(), { channel: 'person:hall-0001', from: 5, to: 8, rows: [me('operator:hall')] });
    expect(held.shared).toEqual({ name: 'operator:hall', s: null, rows: new Map() });
    expect(meOf(held)?.channel).toBe('operator:hall');
    expect(foldFrame(held, frame(7, 9)).fold).toBe('old');
    expect(foldFrame(held, { ...frame(7, 9), channel: 'operator:hall' }).fold).toBe('gap');
  });

  it('that change by a snapshot do the same', () => {
    const held = foldSnapshot(signedIn(), { journal: 'j1', channel: 'person:hall-0001', to: 8, rows: [me('stage')] });
    expect(held.shared?.name).toBe('stage');
    expect(held.shared?.s).toBeNull();
  });
});

describe('the result of hello', () => {
  it('keeps rows and cursors of the same journal and person', () => {
    const before = signedIn();
    expect(welcome(before, hello())).toEqual(before);
  });

  it('of an older journal drops nothing: that host is behind', () => {
    const held = signedIn();
    expect(welcome(held, hello('participant', 'j0'))).toEqual(held);
  });

  it('of another journal drops both channels', () => {
    const held = welcome(signedIn(), hello('participant', 'j2'));
    expect([held.journal, held.own?.s, held.shared?.s]).toEqual(['j2', null, null]);
  });

  it('of an older journal changes nothing: the site is behind what was seen at the hub', () => {
    const before = signedIn();
    expect(welcome(before, hello('participant', 'j0'))).toEqual(before);
  });

  it('for another person drops both channels', () => {
    const held = welcome(signedIn(), hello('participant', 'j1', 'hall-0002'));
    expect([held.own?.name, held.own?.s, held.shared?.s]).toEqual(['person:hall-0002', null, null]);
  });

  it('with another shared channel drops the shared one', () => {
    const held = welcome(signedIn(), hello('stage'));
    expect([held.own?.s, held.shared?.name, held.shared?.s]).toEqual([5, 'stage', null]);
  });
});
