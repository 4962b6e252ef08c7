// For a video mixer (a browser source): who has the floor, else what is asked, else the poll that is open; on a transparent ground.
// What is no longer known to be true leaves the picture: nobody there can see that it is old.
import type { ComponentChildren, JSX } from 'preact';
import { all, linked, now, state } from '../../ui/hub.ts';
import { Bi, Countdown } from '../../ui/parts.tsx';
import { Clock, inState, Who, wordOf } from './floor.tsx';
import { d } from './words.ts';

const OLD_MS = 15_000;

const Band = ({ what, label, live, children }: { what: string; label: string; live: boolean; children: ComponentChildren }): JSX.Element => (
  <div class="band" data-band={what}>
    <p class={live ? 'label live' : 'label'}>{label}</p>
    {children}
  </div>
);

function isOld(): boolean {
  now.value;
  return !linked.value && performance.now() - state.value.since > OLD_MS;
}

export function LowerThird(): JSX.Element | null {
  if (isOld()) return null;
  const speaker = inState('speaking', 'paused');
  const asked = all('question').find((question) => question.state === 'asking');
  const poll = all('poll').find((row) => row.state === 'open');
  if (speaker)
    return (
      <Band what="speaker" label={wordOf(speaker)} live={speaker.state === 'speaking'}>
        <p class="name">
          <Who row={speaker} />
        </p>
        <Clock speaker={speaker} />
      </Band>
    );
  if (asked)
    return (
      <Band what="question" label={d().asked} live>
        <p class="name">
          <bdi class="line">{asked.text}</bdi>
          <small>
            <Who row={asked} />
          </small>
        </p>
      </Band>
    );
  if (!poll) return null;
  return (
    <Band what="poll" label={d().open} live>
      <p class="name">
        <span class="line">
          <Bi text={poll.title} />
        </span>
        <small>{d().voteHow}</small>
      </p>
      {poll.closesAt !== undefined && <Countdown to={poll.closesAt} />}
    </Band>
  );
}
