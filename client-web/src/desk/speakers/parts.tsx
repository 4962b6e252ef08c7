import type { ComponentChildren, JSX } from 'preact';
import { durationText } from '../../core/duration.ts';
import type { SpeakerRow } from '../../core/types.gen.ts';
import { sp } from '../../i18n/speakers.ts';
import { linked, one } from '../../ui/hub.ts';
import { number } from '../../ui/language.ts';

/** An ordinary request is no news. */
export const Kind = ({ speaker }: { speaker: SpeakerRow }): JSX.Element | null =>
  speaker.class === 'normal' ? null : (
    <small class="tag" data-class={speaker.class}>
      {sp().classes[speaker.class]}
    </small>
  );

export function SpokenOfSite({ site }: { site: string | undefined }): JSX.Element | null {
  const row = site === undefined ? undefined : one('site', site);
  if (!row?.speeches) return null;
  return <span class="spoken muted">{sp().spoke(number(row.speeches), durationText(1000 * (row.spokenSeconds ?? 0)))}</span>;
}

/** Who was called because a question of theirs is asked. */
export function OfQuestion({ speaker }: { speaker: SpeakerRow }): JSX.Element | null {
  if (speaker.question === undefined) return null;
  const question = one('question', speaker.question);
  return (
    <p class="of-question" data-of-question={speaker.question}>
      <b>#{speaker.question}</b> <bdi>{question?.text}</bdi>
    </p>
  );
}

interface ActProps {
  readonly method: string;
  readonly main?: boolean;
  readonly disabled?: boolean;
  readonly seconds?: number;
  readonly onClick: () => void;
  readonly children: ComponentChildren;
}

export const Act = ({ method, main = false, disabled = false, seconds, onClick, children }: ActProps): JSX.Element => (
  <button type="button" class={main ? 'main' : ''} data-action={method} data-seconds={seconds} disabled={disabled || !linked.value} onClick={onClick}>
    {children}
  </button>
);
