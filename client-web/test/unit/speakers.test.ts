import { describe, expect, it } from 'vitest';
import { numbered } from '../../src/core/people.ts';
import { callsAnother, isUnanswered, listOf, mostUrgent, placeOf, shareLeft, stepOf, timeLeft, waitedMinutes } from '../../src/core/speakers.ts';
import type { SpeakerRow } from '../../src/core/types.gen.ts';

const row = (id: number, rest: Partial<SpeakerRow> = {}): SpeakerRow => ({
  ...{ kind: 'speaker', id, rev: 1, state: 'waiting', item: 1, at: 1000 * id, class: 'normal' },
  ...rest,
});
const ids = (rows: readonly SpeakerRow[]): number[] => rows.map(({ id }) => id);

describe('the list of speakers', () => {
  const rows = [
    row(1, { since: 9000 }),
    row(2),
    row(3, { class: 'point_of_order' }),
    row(4, { item: 2 }),
    row(5, { state: 'finished', finishedAt: 5000 }),
    row(6, { state: 'finished', finishedAt: 7000 }),
    row(7, { state: 'paused', remaining: 5000 }),
    row(8, { state: 'speaking', endsAt: 60_000 }),
    row(9, { state: 'withdrawn' }),
  ];

  it('has the floor first, then who waits by class and by how long, and the last who spoke on top of what is over', () => {
    const { floor, called, waiting, later, finished } = listOf(rows, 1);
    expect(ids(floor)).toEqual([8, 7]);
    expect(called).toBeUndefined();
    expect(ids(waiting)).toEqual([3, 2, 1]);
    expect(ids(later)).toEqual([4]);
    expect(ids(finished)).toEqual([6, 5]);
  });

  it('leaves the rows it was given as they are', () => {
    const given = [row(2), row(1)];
    listOf(given, 1);
    expect(ids(given)).toEqual([2, 1]);
  });

  it('takes a request made before any item was current for the list of the moment', () => {
    const { item: _, ...early } = row(1);
    expect(ids(listOf([early], undefined).waiting)).toEqual([1]);
    expect(ids(listOf([row(1)], undefined).later)).toEqual([1]);
  });

  it('counts places from who is called, and gives none to who does not wait here', () => {
    const before = listOf(rows, 1);
    expect([3, 2, 1].map((id) => placeOf(before, id))).toEqual([1, 2, 3]);
    const after = listOf([...rows, row(10, { state: 'next' })], 1);
    expect([10, 3, 2, 1].map((id) => placeOf(after, id))).toEqual([1, 2, 3, 4]);
    expect([4, 5, 8, 99].map((id) => placeOf(after, id))).toEqual([0, 0, 0, 0]);
  });
});

describe('the time of a speech', () => {
  it('runs to its end and below zero', () => {
    const speaking = row(1, { state: 'speaking', endsAt: 90_000 });
    expect(timeLeft(speaking, 60_000)).toBe(30_000);
    expect(timeLeft(speaking, 95_000)).toBe(-5000);
  });

  it('stands while it is paused', () => {
    const paused = row(1, { state: 'paused', remaining: -10_000 });
    expect([timeLeft(paused, 0), timeLeft(paused, 99_000)]).toEqual([-10_000, -10_000]);
  });

  it('is not there without a limit, nor before and after', () => {
    expect(timeLeft(row(1, { state: 'speaking' }), 0)).toBeUndefined();
    expect(timeLeft(row(1, { state: 'paused' }), 0)).toBeUndefined();
    expect(timeLeft(row(1, { state: 'finished', endsAt: 90_000 }), 0)).toBeUndefined();
  });

  it('is a share of what was given in all, whatever pauses there were; none below zero, none of nothing', () => {
    const speaking = row(1, { state: 'speaking', startedAt: 0, endsAt: 500_000, grantedSeconds: 120 });
    expect([shareLeft(speaking, 30_000), shareLeft(speaking, -1000), shareLeft(speaking, 130_000)]).toEqual([0.25, 0, 1]);
    expect(shareLeft(row(1, { state: 'speaking' }), 30_000)).toBeUndefined();
  });
});

describe('the cue', () => {
  it('goes up step by step', () => {
    const said = (rest: Partial<SpeakerRow>, place: number, now = 0): unknown => stepOf(row(1, rest), place, now);
    expect(said({}, 0)).toBe('received');
    expect(said({}, 5)).toBe('waiting');
    expect(said({}, 2)).toBe('second');
    expect(said({ state: 'next' }, 1)).toBe('next');
    expect(said({ state: 'ready' }, 1)).toBe('ready');
    expect(said({ state: 'speaking', endsAt: 5000 }, 0, 5000)).toBe('speaking');
    expect(said({ state: 'speaking', endsAt: 5000 }, 0, 5001)).toBe('over');
    expect(said({ state: 'speaking' }, 0)).toBe('speaking');
    expect(said({ state: 'paused', remaining: -1 }, 0)).toBe('paused');
    expect(said({ state: 'finished' }, 0)).toBeNull();
  });

  it('is of the request that is nearest to the floor', () => {
    const of = (...states: SpeakerRow['state'][]): unknown => mostUrgent(states.map((state) => ({ state })))?.state;
    expect(of('waiting', 'paused', 'next')).toBe('next');
    expect(of('next', 'speaking')).toBe('speaking');
    expect(of('waiting', 'finished')).toBe('waiting');
    expect(of('finished', 'withdrawn', 'expired')).toBeUndefined();
  });

  it('stays unanswered after ten seconds without a word', () => {
    expect(isUnanswered(row(1, { state: 'next', calledAt: 1000 }), 10_999)).toBe(false);
    expect(isUnanswered(row(1, { state: 'next', calledAt: 1000 }), 11_000)).toBe(true);
    expect(isUnanswered(row(1, { state: 'ready', calledAt: 1000 }), 99_000)).toBe(false);
  });

  it('counts whole minutes of waiting, and none before a clock has come right', () => {
    expect(waitedMinutes(row(1), 1000 + 179_999)).toBe(2);
    expect(waitedMinutes(row(1), 0)).toBe(0);
  });
});

it('a delegate is named by site and number as the hub does', () => {
  expect([numbered('dc07', 4), numbered('hall', 875)]).toEqual(['dc07-0004', 'hall-0875']);
});

describe('asking a question', () => {
  const called = row(1, { state: 'next', person: 'an' });

  it('waits while another than its asker is called', () => {
    expect(callsAnother(called, { person: 'binh' })).toBe(true);
    expect(callsAnother(called, { person: 'an' })).toBe(false);
    expect(callsAnother(undefined, { person: 'binh' })).toBe(false);
  });

  it('calls nobody where the question is anonymous or nobody’s', () => {
    expect(callsAnother(called, { person: 'binh', anonymous: true })).toBe(false);
    expect(callsAnother(called, {})).toBe(false);
  });
});
