// How far this machine's own clock is from the hub's, as told to people.

/** Below this it is the way that is measured, not the clock. */
const RIGHT_MS = 1000;

export type ClockStanding = { readonly is: 'right' } | { readonly is: 'behind' | 'ahead'; readonly by: number };

export function clockStanding(hubNow: number, ownNow: number): ClockStanding {
  const by = hubNow - ownNow;
  if (Math.abs(by) < RIGHT_MS) return { is: 'right' };
  return { is: by > 0 ? 'behind' : 'ahead', by: Math.abs(by) };
}

/** The hub's answer was made somewhere on the way there and back, so half of it is the most that the offset can be wrong. */
export const clockBound = (roundTrip: number | null): number | null => (roundTrip === null ? null : Math.ceil(roundTrip / 2));
