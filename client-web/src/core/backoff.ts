import { BACKOFF_FIRST_MS, BACKOFF_MAX_MS } from './types.gen.ts';

/** Full jitter: every phone in a hall comes back at once after its access point restarts. */
export function backoff(failures: number, random: () => number): number {
  return Math.floor(random() * Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** failures));
}
