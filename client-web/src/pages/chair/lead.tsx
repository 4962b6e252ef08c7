// What must be seen at any moment, however far the lists are scrolled: who speaks and for how long, and what was asked.
import type { JSX } from 'preact';
import type { SpeakerRow } from '../../core/types.gen.ts';
import { NowOn } from '../../desk/agenda/now.tsx';
import { c } from '../../i18n/chair.ts';
import { all, now } from '../../ui/hub.ts';
import { hourAndMinute, minutesAndSeconds } from '../../ui/language.ts';
import { Chip, Countdown } from '../../ui/parts.tsx';
import { Who } from '../../ui/staff.tsx';

const FLOOR: readonly SpeakerRow['state'][] = ['speaking', 'paused', 'ready', 'next'];

function onFloor(): SpeakerRow | undefined {
  const speakers = all('speaker');
  for (const state of FLOOR) {
    const found = speakers.find((speaker) => speaker.state === state);
    if (found) return found;
  }
  return undefined;
}

const wordOf = ({ state }: SpeakerRow): string => (state === 'speaking' ? c().speaks : state === 'paused' ? c().paused : c().called);

/** Stands still while the speaker is paused. */
function Left({ speaker }: { speaker: SpeakerRow }): JSX.Element | null {
  if (speaker.state === 'paused') return speaker.remaining === undefined ? null : <span class="timer">{minutesAndSeconds(speaker.remaining)}</span>;
  return speaker.state === 'speaking' && speaker.endsAt !== undefined ? <Countdown to={speaker.endsAt} /> : null;
}

function Speaker(): JSX.Element {
  const speaker = onFloor();
  if (!speaker) return <p class="empty">{c().nobodySpeaks}</p>;
  return (
    <div class="split" data-on-floor={speaker.id} data-state={speaker.state}>
      <p>
        <Chip state={speaker.state === 'ready' ? 'next' : speaker.state}>{wordOf(speaker)}</Chip>
        <br />
        <b>
          <Who row={speaker} />
        </b>
      </p>
      <Left speaker={speaker} />
    </div>
  );
}

function Asked(): JSX.Element {
  const question = all('question').find(({ state }) => state === 'asking');
  if (!question) return <p class="empty">{c().nothingAsked}</p>;
  return (
    <div data-asked={question.id}>
      <Chip state="asking">
        {c().asked} #{question.id}
      </Chip>
      <p class="asked">
        <bdi>{question.text}</bdi>
      </p>
    </div>
  );
}

export const Lead = (): JSX.Element => (
  <section class="lead" aria-label={c().speaks}>
    <div class="split">
      <NowOn />
      <time>{now.value > 0 && hourAndMinute(now.value)}</time>
    </div>
    <div class="lead-two">
      <Speaker />
      <Asked />
    </div>
  </section>
);
