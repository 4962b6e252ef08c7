// What the delay of a site's picture means for who is called there.
import type { JSX } from 'preact';
import { onAirIn } from '../../core/cue.ts';
import type { SpeakerRow } from '../../core/types.gen.ts';
import { secondsOf } from '../../core/video_delay.ts';
import { cu } from '../../i18n/cue.ts';
import { now } from '../../ui/hub.ts';
import { decimal } from '../../ui/language.ts';

/** Before: how long after the start; then how long still. Nothing once they are on air, or without a delay. */
export function OnAir({ speaker }: { speaker: SpeakerRow }): JSX.Element | null {
  const { videoDelay } = speaker;
  if (!videoDelay) return null;
  if (speaker.state === 'next' || speaker.state === 'ready') return <p data-video-delay={videoDelay}>◔ {cu().onAirLater(decimal(secondsOf(videoDelay)))}</p>;
  const left = Math.ceil(onAirIn(speaker, now.value) / 1000);
  return left > 0 ? (
    <p class="next" data-on-air-in={left}>
      ◔ {cu().onAirIn(left)}
    </p>
  ) : null;
}

export const Late = ({ speaker }: { speaker: SpeakerRow }): JSX.Element | null =>
  speaker.videoDelay ? <small data-video-delay={speaker.videoDelay}>({cu().late(decimal(secondsOf(speaker.videoDelay)))})</small> : null;
