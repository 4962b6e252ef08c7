// Hub time from the device's own clock: an offset, best known from the hello that took the shortest way.

export interface Clock {
  /** A hello was sent and answered at these local times. */
  exchanged(sentAt: number, answeredAt: number, serverTime: number): void;
  /** A beat came; how long it was under way is not known. */
  heard(receivedAt: number, serverTime: number): void;
  toHub(localTime: number): number;
  readonly roundTrip: number | null;
}

const SAMPLES_KEPT = 8;
// A beat older than this was not slow, and times further apart are not those of one clock: the device slept or its clock was set.
const IMPOSSIBLE_DELAY_MS = 5000;

export function createClock(): Clock {
  let samples: { roundTrip: number; offset: number }[] = [];
  let offset: number | null = null;

  const best = (): { roundTrip: number; offset: number } | null =>
    samples.reduce<{ roundTrip: number; offset: number } | null>((a, b) => (a && a.roundTrip <= b.roundTrip ? a : b), null);

  return {
    exchanged(sentAt, answeredAt, serverTime) {
      const roundTrip = Math.max(0, answeredAt - sentAt);
      const found = serverTime - (sentAt + answeredAt) / 2;
      samples = [...samples.filter((known) => Math.abs(known.offset - found) < IMPOSSIBLE_DELAY_MS), { roundTrip, offset: found }].slice(-SAMPLES_KEPT);
      offset = best()?.offset ?? null;
    },
    heard(receivedAt, serverTime) {
      // The hub's clock shows at least this now; the true offset can only be larger.
      const atLeast = serverTime - receivedAt;
      if (offset !== null && atLeast <= offset && offset - atLeast < IMPOSSIBLE_DELAY_MS) return;
      // By half of its way a hello may be wrong, and still says how long that way is.
      samples = samples.filter((known) => Math.abs(known.offset - atLeast) <= known.roundTrip / 2);
      offset = atLeast;
    },
    toHub: (localTime) => Math.round(localTime + (offset ?? 0)),
    get roundTrip() {
      return best()?.roundTrip ?? null;
    },
  };
}
