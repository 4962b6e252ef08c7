// Who has a question open: a courtesy of half a minute, renewed while it is open. Nothing rests on it; rev decides.
import type { Timers } from './timers.ts';
import type { LiveClaim } from './types.gen.ts';

// Well inside the half minute, so that one renewal may be lost.
const RENEW_MS = 12_000;

export interface Claims {
  timers: Timers;
  /** What goes wrong is nobody's business: the next renewal comes. */
  claim(question: number, on: boolean): void;
}

/** `hold(question)`: claims it, renews it, and lets go of the one before; null only lets go. */
export function createClaims({ timers, claim }: Claims): (question: number | null) => void {
  let held: number | null = null;
  let cancel = (): void => undefined;

  function renew(question: number): void {
    claim(question, true);
    cancel = timers.after(RENEW_MS, () => renew(question));
  }

  return (question) => {
    if (question === held) return;
    cancel();
    if (held !== null) claim(held, false);
    held = question;
    if (question !== null) renew(question);
  };
}

/** By question, who else has it open just now. */
export const othersClaims = (claims: readonly LiveClaim[], person: string | undefined): ReadonlyMap<number, string> =>
  new Map(claims.filter((claim) => claim.person !== person).map((claim) => [claim.question, claim.person]));
