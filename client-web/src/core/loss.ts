// What a page says of a link that is gone. Short losses are no news: access points hand phones over all the time.

/** reconnecting: it may be back any moment. offline: it is time to say that nothing gets through. */
export type Loss = 'reconnecting' | 'offline';

const QUIET_MS = 2000;
const LONG_MS = 15_000;

/** Of one that is not there for so many milliseconds; `online`: the device says that it has a network. */
export function lossOf(lostFor: number, online: boolean): Loss | null {
  if (lostFor < QUIET_MS) return null;
  return online && lostFor < LONG_MS ? 'reconnecting' : 'offline';
}
