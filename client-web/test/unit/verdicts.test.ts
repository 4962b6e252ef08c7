import { describe, expect, it } from 'vitest';
import { durationText, secondsIn, partsOf } from '../../src/core/duration.ts';
import { verdictOf } from '../../src/core/verdicts.ts';
import type { PollRow } from '../../src/core/types.gen.ts';

const poll = (state: PollRow['state'], more: Partial<PollRow> = {}): PollRow => ({ kind: 'poll', id: 3, rev: 3, state, title: { vi: '?' }, results: 'hidden', ...more });

describe('the end of a poll', () => {
  it('needs no words where no site can hold a ballot, or it has not ended', () => {
    expect(verdictOf(poll('open', { expected: 3 }))).toBeNull();
    expect(verdictOf(poll('closing'))).toBeNull();
    expect(verdictOf(poll('closed'))).toBeNull();
    expect(verdictOf(poll('void', { expected: 3 }))).toBeNull();
  });

  it('waits for sites, and says who is missing and whether it matters', () => {
    const waiting = poll('closing', { expected: 33, drained: 31, waitingFor: ['ky-son', 'que-phong'], missing: 57, changeable: 12, canChange: 'can' });
    expect(verdictOf(waiting)).toMatchObject({ ending: 'waiting', expected: 33, drained: 31, without: ['ky-son', 'que-phong'], missing: 57, changeable: 12, canChange: true });
    expect(verdictOf({ ...waiting, canChange: 'cannot' })?.canChange).toBe(false);
  });

  it('waits for a decision where only ballots without a proved time are left', () => {
    expect(verdictOf(poll('closing', { expected: 3, drained: 3, unproven: 2, missing: 0, changeable: 2, canChange: 'can' }))).toMatchObject({ ending: 'waiting', without: [], unproven: 2 });
  });

  it('is complete with everybody, incomplete without those it names', () => {
    expect(verdictOf(poll('closed', { expected: 3 }))).toMatchObject({ ending: 'complete', drained: 3, canChange: null });
    expect(verdictOf(poll('published', { expected: 3, incomplete: ['a'], missing: 4, changeable: 0, canChange: 'cannot' }))).toMatchObject({ ending: 'incomplete', drained: 2, without: ['a'], canChange: false });
  });

  it('names what came late, and whether the result is in doubt', () => {
    expect(verdictOf(poll('published', { expected: 3, incomplete: ['a'], lateInTime: 2, inDoubt: true }))).toMatchObject({ lateInTime: 2, inDoubt: true });
    expect(verdictOf(poll('closed', { lateInTime: 1 }))).toMatchObject({ lateInTime: 1, inDoubt: false });
  });
});

describe('a duration', () => {
  it('is minutes and seconds, either left out; nothing at all is no limit', () => {
    expect(secondsIn({ minutes: '3', seconds: '' })).toBe(180);
    expect(secondsIn({ minutes: '', seconds: '45' })).toBe(45);
    expect(secondsIn({ minutes: '1', seconds: '05' })).toBe(65);
    expect(secondsIn({ minutes: '', seconds: '90' })).toBe(90);
    expect(secondsIn({ minutes: ' ', seconds: '' })).toBeUndefined();
  });

  it('is none below a second, above two hours, or in words', () => {
    expect(secondsIn({ minutes: '0', seconds: '0' })).toBeNull();
    expect(secondsIn({ minutes: '120', seconds: '1' })).toBeNull();
    expect(secondsIn({ minutes: '1.5', seconds: '' })).toBeNull();
    expect(secondsIn({ minutes: '-1', seconds: '' })).toBeNull();
    expect(secondsIn({ minutes: 'ba', seconds: '' })).toBeNull();
    expect(secondsIn({ minutes: '120', seconds: '0' })).toBe(7200);
  });

  it('stands in two fields as it is said', () => {
    expect(partsOf(185)).toEqual({ minutes: '3', seconds: '05' });
    expect(partsOf(undefined)).toEqual({ minutes: '', seconds: '' });
  });

  it('is shown in whole seconds, and goes on below zero', () => {
    const shown = [180_400, 180_000, 59_999, 400, 0, -1, -1000, -61_000].map(durationText);
    expect(shown).toEqual(['3:00', '3:00', '0:59', '0:00', '0:00', '−0:01', '−0:01', '−1:01']);
  });

  it('has hours from an hour on, on either side of zero', () => {
    const shown = [3_599_999, 3_600_000, 5_316_000, 36_000_000, -3_600_000, -3_599_000].map(durationText);
    expect(shown).toEqual(['59:59', '1:00:00', '1:28:36', '10:00:00', '−1:00:00', '−59:59']);
  });
});
