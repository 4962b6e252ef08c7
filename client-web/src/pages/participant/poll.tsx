import type { JSX } from 'preact';
import type { PollRow } from '../../core/types.gen.ts';
import { b } from '../../i18n/ballot.ts';
import { t } from '../../i18n/common.ts';
import { BallotForm, isOpen } from '../../ui/ballot.tsx';
import { all } from '../../ui/hub.ts';
import { Bi, Chip, Countdown } from '../../ui/parts.tsx';
import { BallotNote, Live, NotVoter, Past, Speaks } from './second_part.tsx';
import { w } from './words.ts';

export const openPolls = (): PollRow[] => all('poll').filter(isOpen);

export function Polls(): JSX.Element {
  const open = openPolls();
  return (
    <>
      {open.length === 0 ? (
        <p class="empty">{w().noPoll}</p>
      ) : (
        <p class="speaks">
          <Speaks />
        </p>
      )}
      <div class="stack">
        {open.map((poll) => (
          <OpenPoll key={poll.id} poll={poll} />
        ))}
      </div>
      <Past />
    </>
  );
}

function OpenPoll({ poll }: { poll: PollRow }): JSX.Element {
  return (
    <section class="card" data-poll={poll.id} data-state={poll.state}>
      <p class="split">
        <Chip state={poll.state}>{poll.state === 'closing' ? t().closing : w().tabPoll}</Chip>
        {poll.state === 'open' && poll.closesAt && (
          <span>
            {t().left} <Countdown to={poll.closesAt} />
          </span>
        )}
      </p>
      <h2>
        <Bi text={poll.title} />
      </h2>
      {poll.repeats && <p class="clarify">{b().again}</p>}
      {NotVoter({ poll }) ?? <BallotForm poll={poll} />}
      <BallotNote poll={poll} />
      <Live poll={poll} />
    </section>
  );
}
