// Who has the floor, as all views of a display say it.
import type { JSX } from 'preact';
import { timeLeftThere } from '../../core/cue.ts';
import { durationText } from '../../core/duration.ts';
import { currentItem } from '../../core/programme.ts';
import { timeLeft } from '../../core/speakers.ts';
import { onStage } from '../../core/stage.ts';
import type { QuestionRow, SpeakerRow } from '../../core/types.gen.ts';
import { TimeBar } from '../../desk/speakers/time_bar.tsx';
import { q } from '../../i18n/question.ts';
import { all, me, now, one } from '../../ui/hub.ts';
import { pick } from '../../ui/language.ts';
import { Countdown, Timer } from '../../ui/parts.tsx';
import { d } from './words.ts';

export const siteName = (site = ''): string => {
  const row = one('site', site);
  return row ? pick(row.name) : site;
};

export const Who = ({ row }: { row: SpeakerRow | QuestionRow }): JSX.Element => (
  <>
    {row.kind === 'question' && row.anonymous && q().anonymous} {row.name && <bdi>{row.name}</bdi>}{' '}
    <bdi class={row.name && 'muted'}>{siteName(row.site)}</bdi>
  </>
);

// The desk's preview holds more of them than a display is given.
export const speakers = (): SpeakerRow[] => onStage(all('speaker'), currentItem(all('agenda_item'))?.id);

export const inState = (...states: SpeakerRow['state'][]): SpeakerRow | undefined => speakers().find(({ state }) => states.includes(state));

// Beside the speaker stands the site's own screen: there the speech begins later, and ends later.
const leftThere = (speaker: SpeakerRow): number | undefined =>
  me.value?.site !== undefined && me.value.site === speaker.site ? timeLeftThere(speaker, now.value) : undefined;

/** How much of the time is left, as a length. */
export function Left({ speaker }: { speaker: SpeakerRow }): JSX.Element | null {
  const left = leftThere(speaker) ?? timeLeft(speaker, now.value);
  return left === undefined ? null : <TimeBar speaker={speaker} left={left} />;
}

/** Running, or standing still while the speaker is paused. */
export function Clock({ speaker }: { speaker: SpeakerRow }): JSX.Element | null {
  const there = leftThere(speaker);
  if (there !== undefined) return <Timer left={there} />;
  if (speaker.endsAt !== undefined) return <Countdown to={speaker.endsAt} />;
  return speaker.remaining === undefined ? null : <span class="timer">{durationText(speaker.remaining)}</span>;
}

export const wordOf = ({ state }: SpeakerRow): string => (state === 'speaking' ? d().speaking : state === 'paused' ? d().paused : d().called);
