// The time of whoever has the floor: what is left, and of how much.
import type { JSX } from 'preact';
import { durationText } from '../../core/duration.ts';
import type { SpeakerRow } from '../../core/types.gen.ts';
import { sp } from '../../i18n/speakers.ts';
import { Timer } from '../../ui/parts.tsx';

export function TimeOf({ speaker, left }: { speaker: SpeakerRow; left: number }): JSX.Element {
  const granted = speaker.grantedSeconds;
  return (
    <span class="time-of" data-granted={granted}>
      <Timer left={left} />
      {granted !== undefined && (
        <small>
          <span aria-hidden="true"> / {durationText(1000 * granted)}</span>
          <span class="unseen">{sp().granted(durationText(1000 * granted))}</span>
        </small>
      )}
    </span>
  );
}
