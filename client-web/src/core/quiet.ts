// When a page may be loaded anew by itself: nobody is at it, and nothing is half done.

export interface Quiet {
  /** Milliseconds since somebody last touched the page. */
  readonly untouchedFor: number;
  readonly hidden: boolean;
  /** Something is written or chosen that would be gone. */
  readonly halfDone: boolean;
  /** 0 to 1, drawn once by each page: not all of them at the same moment. */
  readonly share: number;
}

const UNTOUCHED_MS = 120_000;
const SPREAD_MS = 180_000;

export const isQuiet = ({ untouchedFor, hidden, halfDone, share }: Quiet): boolean =>
  !halfDone && untouchedFor > (hidden ? 0 : UNTOUCHED_MS) + share * SPREAD_MS;
