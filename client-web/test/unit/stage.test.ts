import { describe, expect, it } from 'vitest';
import { displaysOf, followed, mayShow, targetOf, viewOf } from '../../src/core/displays.ts';
import { groupsOf, plannedMinutes, runningOf, toCome } from '../../src/core/programme.ts';
import { onStage } from '../../src/core/stage.ts';
import type { AgendaItemRow, AgendaSessionRow, SpeakerRow, StageRow } from '../../src/core/types.gen.ts';
import { largestFitting } from '../../src/ui/fit.ts';

const stage = (id: string, rev: number, view: StageRow['view']): StageRow => ({ kind: 'stage', id, rev, view });
const main = stage('main', 7, 'agenda');

describe('a display', () => {
  it('alone may show what is for the podium, the mixer, or to follow the others', () => {
    expect(['main', 'all', 'side'].map((target) => mayShow(target, 'prompt'))).toEqual([false, false, true]);
    expect(['main', 'all', 'side'].map((target) => mayShow(target, 'lower_third'))).toEqual([false, false, true]);
    expect(['main', 'all', 'side'].map((target) => mayShow(target, 'poll'))).toEqual([true, true, true]);
  });

  it('follows the main screen unless it was given something of its own', () => {
    const own = stage('side', 3, 'join');
    expect(followed(stage('side', 2, 'main'), main)).toBe(main);
    expect(followed(undefined, main)).toBe(main);
    expect(followed(own, main)).toBe(own);
  });

  it('shows the programme until anybody tells it something, and is dark when told so', () => {
    expect([undefined, stage('main', 1, 'blank'), stage('main', 2, 'blank'), stage('side', 3, 'join')].map(viewOf)).toEqual(['agenda', 'agenda', 'blank', 'join']);
  });

  it('has confirmed only what it shows now: the same row at the same rev', () => {
    const rows = [main, stage('hall', 1, 'main'), stage('side', 3, 'join'), stage('late', 1, 'main'), stage('off', 1, 'main')];
    const connected = [
      { display: 'hall', stage: 'main', rev: 7 },
      { display: 'side', stage: 'main', rev: 7 },
      { display: 'late', stage: 'main', rev: 6 },
    ];
    const told = displaysOf(rows, connected).map(({ id, own, standing }) => [id, own, standing]);
    expect(told).toEqual([
      ['hall', false, 'confirmed'],
      ['side', true, 'behind'],
      ['late', false, 'behind'],
      ['off', false, 'absent'],
    ]);
  });

  it('that has just connected has confirmed nothing, also one that has no row of its own', () => {
    expect(displaysOf([main], [{ display: 'extra' }])).toEqual([{ id: 'extra', own: false, shows: main, standing: 'behind' }]);
    expect(displaysOf([], [{ display: 'extra' }])).toEqual([]);
  });

  it('is reached by the rev of the row that changes', () => {
    const rows = [main, stage('side', 3, 'join')];
    expect(targetOf('main', rows)).toEqual({ rev: 7 });
    expect(targetOf('all', rows)).toEqual({ display: 'all', rev: 7 });
    expect(targetOf('side', rows)).toEqual({ display: 'side', rev: 3 });
  });
});

describe('the programme', () => {
  const item = (id: number, state: AgendaItemRow['state'], session?: string): AgendaItemRow => ({
    kind: 'agenda_item', id, rev: 1, state, itemKind: 'talk', title: { vi: `Mục ${id}` }, speakers: 'open', ...(session ? { session } : {}),
  });
  const session = (id: string, place: number): AgendaSessionRow => ({ kind: 'agenda_session', id, rev: 1, number: place, title: { vi: id } });
  const sessions = [session('afternoon', 2), session('morning', 1)];

  it('is read in its order; a session stands once, with what was added to it later', () => {
    const items = [item(5, 'planned', 'morning'), item(1, 'done'), item(3, 'planned', 'afternoon'), item(2, 'current', 'morning'), item(4, 'planned')];
    expect(groupsOf(items, sessions).map(({ session: one, items: of }) => [one?.id, of.map(({ id }) => id)])).toEqual([
      [undefined, [1]],
      ['morning', [2, 5]],
      ['afternoon', [3]],
      [undefined, [4]],
    ]);
  });

  it('goes on behind the current item, or begins at its beginning', () => {
    const ids = (items: AgendaItemRow[]): number[] => toCome(groupsOf(items, []), 2).map(({ id }) => id);
    expect(ids([item(1, 'planned'), item(2, 'current'), item(3, 'done'), item(4, 'planned'), item(5, 'planned'), item(6, 'planned')])).toEqual([4, 5]);
    expect(ids([item(1, 'planned'), item(2, 'planned'), item(3, 'planned')])).toEqual([1, 2]);
    expect(ids([item(1, 'done'), item(2, 'current')])).toEqual([]);
  });

  it('plans whole minutes', () => {
    expect([plannedMinutes(item(1, 'planned')), plannedMinutes({ ...item(1, 'planned'), seconds: 20 }), plannedMinutes({ ...item(1, 'planned'), seconds: 900 })]).toEqual([0, 1, 15]);
  });

  it('says how long the current item runs, and how far past its time', () => {
    const current = { ...item(1, 'current'), startedAt: 1_000_000 };
    expect(runningOf({ ...current, seconds: 600 }, 1_000_000 + 119_999)).toEqual({ minutes: 1, over: 0 });
    expect(runningOf({ ...current, seconds: 600 }, 1_000_000 + 600_000)).toEqual({ minutes: 10, over: 0 });
    expect(runningOf({ ...current, seconds: 600 }, 1_000_000 + 601_000)).toEqual({ minutes: 10, over: 1 });
    expect(runningOf(current, 1_000_000 + 3_600_000)).toEqual({ minutes: 60, over: 0 });
    expect(runningOf(current, 999_000)).toEqual({ minutes: 0, over: 0 });
    expect([runningOf(item(1, 'current'), 5), runningOf({ ...current, state: 'done' }, 2_000_000)]).toEqual([null, null]);
  });
});

it('the desk’s preview holds of the speakers what a display is given', () => {
  const speaker = (id: number, state: SpeakerRow['state'], item = 1): SpeakerRow => ({ kind: 'speaker', id, rev: 1, state, item, at: id, class: 'normal' });
  const rows = [
    speaker(1, 'finished'), speaker(2, 'waiting'), speaker(3, 'paused'), speaker(4, 'waiting', 2), speaker(5, 'waiting'), speaker(6, 'speaking'),
    speaker(7, 'waiting'), speaker(8, 'ready'), speaker(9, 'waiting'), speaker(10, 'withdrawn'),
  ];
  expect(onStage(rows, 1).map(({ id }) => id)).toEqual([3, 6, 8, 2, 5, 7]);
});

describe('type that has to fit', () => {
  const tried = (largest: number): number => largestFitting((scale) => scale <= largest, 0.4);

  it('stays as large as it was meant to be where that fits', () => expect(tried(2)).toBe(1));

  it('is the largest that does, or the least there is', () => {
    expect(tried(0.7)).toBeLessThanOrEqual(0.7);
    expect(tried(0.7)).toBeGreaterThan(0.7 - 0.6 / 32);
    expect(tried(0.1)).toBe(0.4);
  });
});
