// The honest end of a poll that sites may still hold ballots of: what is missing, whether it matters, and what can be done about it.
import type { PollRow } from './types.gen.ts';

/**
 * waiting: the end has come, and sites have not brought all they kept, or ballots have a time that nobody can prove.
 * complete: announced with everything. incomplete: announced without the sites that `without` names.
 */
export type Ending = 'waiting' | 'complete' | 'incomplete';

export interface Verdict {
  readonly ending: Ending;
  /** Processes of sites that held a site while it was open, and how many of them have brought all. */
  readonly expected: number;
  readonly drained: number;
  /** Sites that are waited for, or were announced without. */
  readonly without: readonly string[];
  /** People without a ballot from whom one may still come; and with one from whom another may. */
  readonly missing: number;
  readonly changeable: number;
  /** Whether that can make the result another; null: nothing is missing. */
  readonly canChange: boolean | null;
  readonly unproven: number;
  /** In time, but behind the announcement; and whether the result would be another with them. */
  readonly lateInTime: number;
  readonly inDoubt: boolean;
}

/** null: no site can hold a ballot of it, or it has not ended. What is void has no result to be honest about. */
export function verdictOf(poll: PollRow): Verdict | null {
  const { state, expected = 0, waitingFor = [], incomplete = [], unproven = 0, lateInTime = 0 } = poll;
  const over = state === 'closed' || state === 'published';
  if (!over && state !== 'closing') return null;
  const waits = state === 'closing' && (waitingFor.length > 0 || unproven > 0);
  if (!waits && expected === 0 && incomplete.length === 0 && lateInTime === 0) return null;
  if (state === 'closing' && !waits) return null;
  const without = over ? incomplete : waitingFor;
  return {
    ending: waits ? 'waiting' : without.length > 0 ? 'incomplete' : 'complete',
    expected,
    drained: poll.drained ?? expected - without.length,
    without,
    missing: poll.missing ?? 0,
    changeable: poll.changeable ?? 0,
    canChange: poll.canChange === undefined ? null : poll.canChange === 'can',
    unproven,
    lateInTime,
    inDoubt: poll.inDoubt ?? false,
  };
}
