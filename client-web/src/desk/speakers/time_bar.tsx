import type { JSX } from 'preact';
import { shareLeft } from '../../core/speakers.ts';
import type { SpeakerRow } from '../../core/types.gen.ts';

/** How much of the time is left, for who sees a length before a figure. */
export function TimeBar({ speaker, left }: { speaker: SpeakerRow; left: number }): JSX.Element | null {
  const share = shareLeft(speaker, left);
  return share === undefined ? null : (
    <span class="track" aria-hidden="true" data-left={Math.round(100 * share)}>
      <span class="fill" style={{ transform: `scaleX(${share})` }} />
    </span>
  );
}
