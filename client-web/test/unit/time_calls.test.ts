import { describe, expect, it } from 'vitest';
import { timeCall } from '../../src/core/time_calls.ts';
import type { Looked } from '../../src/core/time_calls.ts';

/** What is said, look by look, in seconds; at milliseconds left of somebody's time, null: nobody's, or it stands. */
function said(...looks: readonly (number | readonly [of: string, left: number] | null)[]): (string | null)[] {
  let last: Looked | null = null;
  return looks.map((look) => {
    const after = look === null ? null : typeof look === 'number' ? { of: 'An', left: look } : { of: look[0], left: look[1] };
    const { looked, call } = timeCall(last, after);
    last = looked;
    return call && `${call.moment}: ${call.seconds}`;
  });
}

describe('a countdown told aloud', () => {
  it('says a minute, half a minute, ten seconds and the end, each once', () => {
    expect(said(61_400, 60_400, 59_400, 58_400)).toEqual([null, null, '60: 60', null]);
    expect(said(30_500, 29_500, 28_500)).toEqual([null, '30: 30', null]);
    expect(said(11_000, 10_000, 9_000)).toEqual([null, '10: 10', null]);
    expect(said(700, -300, -1300, -60_000)).toEqual([null, '0: 0', null, null]);
  });

  it('says nothing to who has just come, however little is left', () => {
    expect(said(5_000, 4_000)).toEqual([null, null]);
    expect(said(-5_000, -6_000)).toEqual([null, null]);
    expect(said(60_000, 59_000)).toEqual([null, null]);
  });

  it('says only the last of what came while nobody looked, and what is true now', () => {
    expect(said(90_000, 25_000)).toEqual([null, '30: 25']);
    expect(said(90_000, 4_000)).toEqual([null, '10: 4']);
    expect(said(90_000, -4_000)).toEqual([null, '0: 0']);
    expect(said(10_500, 200, -800)).toEqual([null, '10: 1', '0: 0']);
  });

  it('is silent while it stands, and does not say again what it said before', () => {
    expect(said(31_000, 30_000, null, null, 30_000, 29_000)).toEqual([null, '30: 30', null, null, null, null]);
    expect(said(31_000, null, 31_000, 30_000)).toEqual([null, null, null, '30: 30']);
  });

  it('begins anew with somebody else, and with time that was added; a clock set right says nothing twice', () => {
    expect(said(31_000, ['Binh', 30_000], ['Binh', 29_000])).toEqual([null, null, null]);
    expect(said(31_000, 30_000, 60_000, 31_000, 30_000)).toEqual([null, '30: 30', null, null, '30: 30']);
    expect(said(31_000, 30_000, 32_000, 31_000, 30_000, 29_000)).toEqual([null, '30: 30', null, null, null, null]);
  });

  it('says what is left when time is taken back', () => {
    expect(said(70_000, 40_000)).toEqual([null, '60: 40']);
  });
});
