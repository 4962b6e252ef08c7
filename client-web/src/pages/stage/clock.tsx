// The hub's clock, large: what sites measure against how far their picture is behind.
import type { JSX } from 'preact';
import { now } from '../../ui/hub.ts';
import { hourMinuteSecond } from '../../ui/language.ts';

const STEP_MS = 10_000;

/** T stands beside every full ten seconds for as long as they last: that is what sites wait for. */
export const BigClock = (): JSX.Element => (
  <p class="text centre clock" data-clock={now.value}>
    {now.value > 0 && hourMinuteSecond(now.value)}
    <span class={now.value % STEP_MS === 0 ? 'live' : 'hidden'}>T</span>
  </p>
);
