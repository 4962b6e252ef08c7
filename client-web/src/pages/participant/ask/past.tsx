import { effect } from '@preact/signals';
import type { JSX } from 'preact';
import { notVoterBecause } from '../../../core/polls.ts';
import type { Barrier } from '../../../core/polls.ts';
import type { MyBallotRow, PollRow } from '../../../core/types.gen.ts';
import { r } from '../../../i18n/results.ts';
import { ballotWord, isOpen } from '../../../ui/ballot.tsx';
import { all, live, me, mine, one } from '../../../ui/hub.ts';
import { number } from '../../../ui/language.ts';
import { Bi, Chip } from '../../../ui/parts.tsx';
import { Result } from '../../../ui/results.tsx';

interface Over {
  readonly id: number;
  readonly state: 'closed' | 'published' | 'void';
  /** As it was seen last: one that is closed leaves the shared rows until it is published. */
  readonly poll: PollRow | undefined;
  readonly ballot: MyBallotRow | undefined;
}

const seen = new Map<number, PollRow>();

effect(() => {
  for (const poll of all('poll')) seen.set(poll.id, poll);
});

// What came out since is history: the shared rows hold the last result only.
const hasResult = ({ state, closedAt }: PollRow): boolean => state === 'published' || (state === 'void' && closedAt !== undefined);

// The own ballot of one that has closed stays to be seen until its result is.
function overPolls(): Over[] {
  const ballots = mine('my_ballot');
  const rows = all('poll').filter((poll) => !isOpen(poll));
  const last = Math.max(0, ...rows.filter(hasResult).map((poll) => poll.id));
  const shown = rows.map((poll) => ({ id: poll.id, state: poll.state as Over['state'], poll, ballot: ballots.find((row) => row.poll === poll.id) }));
  const gone = ballots
    .filter(({ poll }) => poll > last && !one('poll', poll) && seen.get(poll)?.state !== 'published')
    .map((ballot): Over => ({ id: ballot.poll, state: ballot.state === 'void' ? 'void' : 'closed', poll: seen.get(ballot.poll), ballot }));
  return [...shown, ...gone].sort((some, other) => other.id - some.id);
}

const Turnout = ({ poll, ballots }: { poll: PollRow; ballots: number | undefined }): JSX.Element => (
  <p class="muted">
    {r().ballots(number(ballots), number(poll.electorate))}
    {poll.byHand && ` · ${r().byHand(number(poll.byHand))}`}
  </p>
);

/** What is told of a poll while it is open. */
export function Live({ poll }: { poll: PollRow }): JSX.Element | null {
  const turnout = live.value?.turnout?.find((one) => one.poll === poll.id);
  if (!turnout) return null;
  return (
    <>
      <Turnout poll={poll} ballots={turnout.ballots} />
      {turnout.tally && <Result poll={poll} tally={turnout.tally} ballots={turnout.ballots} weighted={turnout.weightedTally} />}
    </>
  );
}

const Published = ({ poll }: { poll: PollRow }): JSX.Element => (
  <>
    {poll.tally && (
      <Result poll={poll} tally={poll.tally} ballots={poll.ballots} weighted={poll.weightedTally} weightedBallots={poll.weightedBallots} />
    )}
    <Turnout poll={poll} ballots={poll.ballots} />
  </>
);

const WhyVoid = ({ poll }: { poll: PollRow | undefined }): JSX.Element => (
  <p>
    {r().voidLong} {poll?.reason && `${r().reasons[poll.reason]}.`} {poll?.repeatedBy && r().repeated}
  </p>
);

const OverPoll = ({ over: { id, state, poll, ballot } }: { over: Over }): JSX.Element => (
  <section class="card" data-poll={id} data-state={state}>
    {state !== 'closed' && <Chip state={state}>{state === 'void' ? r().void : r().result}</Chip>}
    <h2>{poll ? <Bi text={poll.title} /> : r().pollNumber(id)}</h2>
    {state === 'published' && poll && <Published poll={poll} />}
    {state === 'void' && <WhyVoid poll={poll} />}
    {ballot && <p data-ballot={ballot.state}>{ballotWord(poll, ballot)}</p>}
    {state === 'closed' && <p>{r().closed}</p>}
  </section>
);

export const Past = (): JSX.Element => (
  <div class="stack">
    {overPolls().map((over) => (
      <OverPoll key={over.id} over={over} />
    ))}
  </div>
);

const WORDS: Record<Barrier, (poll: PollRow) => string> = {
  roles: ({ roles = ['participant'] }) => r().onlyRoles(roles.map((role) => r().roles[role]).join(', ')),
  sites: () => r().onlySites,
  siteKind: ({ siteKind = 'hall' }) => r().onlyKind[siteKind],
  groups: () => r().onlyGroups,
  presence: () => r().onlyPresent,
};

export function NotVoter({ poll }: { poll: PollRow }): JSX.Element | null {
  const why = me.value && notVoterBecause(poll, me.value);
  return why ? (
    <p data-not-voter={why}>
      {r().notVoter} {WORDS[why](poll)}
    </p>
  ) : null;
}
