// Who has the floor, as all views of a display say it.
import type { JSX } from 'preact';
import { currentItem } from '../../core/programme.ts';
import { onStage } from '../../core/stage.ts';
import type { QuestionRow, SpeakerRow } from '../../core/types.gen.ts';
import { q } from '../../i18n/question.ts';
import { all, one } from '../../ui/hub.ts';
import { minutesAndSeconds, pick } from '../../ui/language.ts';
import { Countdown } from '../../ui/parts.tsx';
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

/** Running, or standing still while the speaker is paused. */
export function Clock({ speaker }: { speaker: SpeakerRow }): JSX.Element | null {
  if (speaker.endsAt !== undefined) return <Countdown to={speaker.endsAt} />;
  return speaker.remaining === undefined ? null : <span class="timer">{minutesAndSeconds(speaker.remaining)}</span>;
}

export const wordOf = ({ state }: SpeakerRow): string => (state === 'speaking' ? d().speaking : state === 'paused' ? d().paused : d().called);
