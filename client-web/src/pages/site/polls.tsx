import { effect, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { createFollower } from '../../core/follow.ts';
import { panelOrder } from '../../core/polls.ts';
import type { PollRow } from '../../core/types.gen.ts';
import { OwnBallot, PollHead } from '../../desk/polls/card.tsx';
import { Counts } from '../../desk/polls/counts.tsx';
import { Missing } from '../../desk/polls/missing.tsx';
import '../../desk/polls/polls.css';
import { Figures } from '../../desk/polls/results.tsx';
import { p } from '../../i18n/polls.ts';
import { s } from '../../i18n/staff.ts';
import { isOpen } from '../../ui/ballot.tsx';
import { timers } from '../../ui/browser.ts';
import { all, me, now, relay, within } from '../../ui/hub.ts';
import { number } from '../../ui/language.ts';
import { Partial } from '../../ui/results.tsx';
import { Panel } from '../../ui/staff.tsx';

interface OfSite {
  readonly poll: number;
  readonly recorded: number;
  readonly missing: number;
}

const EVERY_MS = 5000;
const ofSite = signal<OfSite | null>(null);
let asked = 0;
let cuts = 0;

// What was true before the cut may be false by now.
effect(() => {
  if (within.value) return;
  cuts += 1;
  ofSite.value = null;
});

// The hub tells an operator of the own site only, and only who asks.
const follow = createFollower<OfSite>({
  timers,
  everyMs: EVERY_MS,
  took: (answer) => (ofSite.value = answer),
  async ask() {
    const named = { poll: asked, limit: 1 };
    const [recorded, missing] = await Promise.all([relay.ask('poll.recorded', named), relay.ask('poll.missing', named)]);
    return { poll: named.poll, recorded: recorded.total ?? 0, missing: missing.total ?? 0 };
  },
});

/** How many of the own site have voted, of the poll that is open; once more when it has closed. */
function OwnTurnout({ poll }: { poll: PollRow }): JSX.Element | null {
  if (within.value) {
    asked = poll.id;
    follow(`${poll.id} ${poll.state} ${cuts} ${isOpen(poll) ? Math.floor(now.value / EVERY_MS) : ''}`);
  }
  const answer = ofSite.value;
  if (answer?.poll !== poll.id || answer.recorded + answer.missing === 0) return null;
  return (
    <p data-of-site={answer.recorded}>
      <progress value={answer.recorded} max={answer.recorded + answer.missing} aria-hidden="true" />
      <b>{p().ofSite(number(answer.recorded), number(answer.recorded + answer.missing))}</b>
    </p>
  );
}

const Poll = ({ poll, newest }: { poll: PollRow; newest: boolean }): JSX.Element => (
  <li data-poll={poll.id} data-state={poll.state}>
    <PollHead poll={poll} />
    {newest && (isOpen(poll) || poll.state === 'closed') && (
      <>
        <OwnTurnout poll={poll} />
        <Missing poll={poll} bySites={false} />
      </>
    )}
    <Counts poll={poll} site={me.value?.site ?? ''} />
    <OwnBallot poll={poll} />
    <Figures poll={poll} />
    <Partial poll={poll} />
  </li>
);

export function PollPanel(): JSX.Element {
  const polls = all('poll');
  const { shown, earlier } = panelOrder(polls);
  const newest = shown.find(isOpen) ?? shown[0];
  return (
    <Panel name="polls" title={s().polls} count={polls.length}>
      {polls.length === 0 && <p class="empty">{s().noPolls}</p>}
      <ul class="plain">
        {shown.map((poll) => (
          <Poll key={poll.id} poll={poll} newest={poll === newest} />
        ))}
      </ul>
      {earlier.length > 0 && (
        <details data-list="earlier">
          <summary>{p().earlier(earlier.length)}</summary>
          <ul class="plain">
            {earlier.map((poll) => (
              <Poll key={poll.id} poll={poll} newest={false} />
            ))}
          </ul>
        </details>
      )}
    </Panel>
  );
}
