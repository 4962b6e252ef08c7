import { describe, expect, it } from 'vitest';
import { cueOf, onAirIn, timeLeftThere, toneOf, wasOnAir } from '../../src/core/cue.ts';
import { holderOf, holdingOf, isReplaceable, numberOf, seenOf } from '../../src/core/lease.ts';
import type { SiteRow, SpeakerRow } from '../../src/core/types.gen.ts';
import { measured, secondsOf, targetAfter, typed } from '../../src/core/video_delay.ts';

const row = (rest: Partial<SpeakerRow>): SpeakerRow => ({ kind: 'speaker', id: 1, rev: 1, state: 'waiting', item: 1, at: 0, class: 'normal', ...rest });

describe('the cue ladder of a site whose picture is four seconds late', () => {
  const speaking = row({ state: 'speaking', startedAt: 20_000, endsAt: 80_000, videoDelay: 4000 });

  it('goes from received over second and next to ready', () => {
    expect(cueOf(row({}), 0, 0)).toBe('received');
    expect(cueOf(row({}), 3, 0)).toBe('waiting');
    expect(cueOf(row({}), 2, 0)).toBe('second');
    expect(cueOf(row({ state: 'next', calledAt: 0 }), 1, 5000)).toBe('next');
    expect(cueOf(row({ state: 'ready' }), 1, 5000)).toBe('ready');
  });

  it('is on air when its picture shows it, not when the chair has said so', () => {
    expect(cueOf(speaking, 0, 20_000)).toBe('soon');
    expect(onAirIn(speaking, 21_500)).toBe(2500);
    expect(cueOf(speaking, 0, 24_000)).toBe('speaking');
    expect(onAirIn(speaking, 24_000)).toBe(0);
  });

  it('has the whole time from then on, and is over later than in the hall', () => {
    expect(timeLeftThere(speaking, 24_000)).toBe(60_000);
    expect(cueOf(speaking, 0, 82_000)).toBe('speaking');
    expect(cueOf(speaking, 0, 84_001)).toBe('over');
    expect(timeLeftThere(row({ state: 'paused', remaining: 7000, videoDelay: 4000 }), 99_000)).toBe(7000);
  });

  it('is at once on air without a delay, also in the same millisecond', () => {
    const { videoDelay: _, ...here } = speaking;
    expect(cueOf(here, 0, 20_000)).toBe('speaking');
    expect(timeLeftThere(here, 20_000)).toBe(60_000);
  });

  it('was on air from the start on, and sounds when something has to be done or begins or ends', () => {
    expect((['soon', 'speaking', 'paused', 'over'] as const).every(wasOnAir)).toBe(true);
    expect([null, ...(['received', 'second', 'next', 'ready', 'done'] as const)].some(wasOnAir)).toBe(false);
    expect([toneOf('next'), toneOf('speaking'), toneOf('over'), toneOf('waiting'), toneOf(null)]).toEqual(['attention', 'air', 'end', undefined, undefined]);
  });
});

describe('the lease of a site', () => {
  const site = (rest: Partial<SiteRow>): SiteRow => ({ kind: 'site', id: 'dc07', name: { vi: 'x' }, siteKind: 'remote', people: 0, rev: 1, ...rest });
  const held = site({ operator: 'dung', lease: 3, leaseAt: 0 });

  it('is nobody’s, the own one or a colleague’s', () => {
    expect([holdingOf(undefined, 'dung'), holdingOf(site({ lease: 2 }), 'dung'), holdingOf(held, 'dung'), holdingOf(held, 'hoa')]).toEqual(['free', 'free', 'own', 'other']);
  });

  it('goes with what its holder does, and with nothing else', () => {
    expect([numberOf(held, 'dung'), numberOf(held, 'hoa'), numberOf(site({ lease: 2 }), 'dung')]).toEqual([{ lease: 3 }, {}, {}]);
    expect([seenOf(site({})), seenOf(held)]).toEqual([{ site: 'dc07' }, { site: 'dc07', lease: 3 }]);
  });

  it('does not take what was said of the holder before for the one now', () => {
    const heard = [{ site: 'dc07', operator: 'dung', here: false, seenAt: 5 }];
    expect(holderOf(held, heard)?.seenAt).toBe(5);
    expect(holderOf({ ...held, operator: 'hoa' }, heard)).toBeUndefined();
    expect(holderOf(undefined, undefined)).toBeUndefined();
  });

  it('is taken over from who is gone, and not at once', () => {
    const gone = { site: 'dc07', operator: 'dung', here: false, seenAt: 5000, heldUntil: 35_000 };
    expect([isReplaceable(gone, 34_999), isReplaceable(gone, 35_000), isReplaceable({ ...gone, here: true }, 99_000)]).toEqual([false, true, false]);
    expect(isReplaceable(undefined, 0)).toBe(true);
  });
});

describe('the delay of a picture', () => {
  it('is what passes between a full ten seconds and the press', () => {
    const target = targetAfter(61_000);
    expect(target).toBe(70_000);
    expect(targetAfter(66_001)).toBe(80_000);
    expect(measured(target, 74_200)).toBe(4200);
    expect(measured(target, 69_900)).toBeNull();
    expect(measured(target, target + 120_001)).toBeNull();
  });

  it('is typed as seconds, and refused beyond two minutes', () => {
    expect([typed('4'), typed(' 2,5 '), typed('0'), typed('120')]).toEqual([4000, 2500, 0, 120_000]);
    expect([typed(''), typed('x'), typed('120.5'), typed('-1'), typed('1e2')]).toEqual([null, null, null, null, null]);
  });

  it('is said with a tenth while that matters, and what is said can be typed', () => {
    expect([secondsOf(2500), secondsOf(4000), secondsOf(20_400)]).toEqual(['2.5', '4', '20']);
    expect(typed(secondsOf(2500))).toBe(2500);
  });
});
