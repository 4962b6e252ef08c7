import type { JSX } from 'preact';
import type { SpeakerRow } from '../../core/types.gen.ts';

/** How much of the time is left, for who sees a length before a figure. */
export function TimeBar({ speaker, left }: { speaker: SpeakerRow; left: number }): JSX.Element | null {
  const { startedAt, endsAt } = speaker;
  if (speaker.state !== 'speaking' || startedAt === undefined || endsAt === undefined) return null;
  const share = Math.min(1, Math.max(0, left / (endsAt - startedAt)));
  return (
    <span class="track" aria-hidden="true">
      <span class="fill" style={{ transform: `scaleX(${share})` }} />
    </span>
  );
}
