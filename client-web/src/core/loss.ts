// What a page says of a link that is gone. Short losses are no news: access points hand phones over all the time.

/** reconnecting: it may be back any moment. offline: it is time to say that nothing gets through. */
export type Loss = 'reconnecting' | 'offline';

const QUIET_MS = 2000;
const LONG_MS = 15_000;

/** `lostFor` in milliseconds; `online`: the device says that it has a network. */
export function lossOf(linked: boolean, lostFor: number, online: boolean): Loss | null {
  if (linked || lostFor < QUIET_MS) return null;
  return online && lostFor < LONG_MS ? 'reconnecting' : 'offline';
}
