// How far a site's picture is behind: measured by pressing at the moment when the picture shows a time that was agreed before.
import { VIDEO_DELAY_MS } from './types.gen.ts';

const STEP_MS = 10_000;
// To read what is to be waited for, and find the button.
const LEAD_MS = 4000;

/** The next full ten seconds that leave time to get ready, as the clock on the stage will show them. */
export const targetAfter = (now: number): number => Math.ceil((now + LEAD_MS) / STEP_MS) * STEP_MS;

/** Pressed when the picture showed `target`; null: too early or too late to be true. */
export function measured(target: number, pressedAt: number): number | null {
  const delay = pressedAt - target;
  return delay >= 0 && delay <= VIDEO_DELAY_MS ? delay : null;
}

/** Typed in as seconds, a comma or a point before the fraction. */
export function typed(text: string): number | null {
  const trimmed = text.trim().replace(',', '.');
  const delay = /^\d{1,3}(\.\d{1,3})?$/.test(trimmed) ? Math.round(Number(trimmed) * 1000) : -1;
  return delay >= 0 && delay <= VIDEO_DELAY_MS ? delay : null;
}

/** Whole seconds where that says enough. */
export const secondsOf = (delay: number): string => (delay >= 10_000 ? String(Math.round(delay / 1000)) : (delay / 1000).toFixed(1).replace(/\.0$/, ''));
