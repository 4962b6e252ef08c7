import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { HeldCommand } from '../../core/outbox.ts';
import type { MyBallotRow, PollCastParams, PollRow, Texts } from '../../core/types.gen.ts';
import { t } from '../../i18n/common.ts';
import { all, held, linked, live, me, mine, one, relay } from '../../ui/hub.ts';
import { hourAndMinute, number, pick } from '../../ui/language.ts';
import { Bi, Chip, Countdown, heldWord, ResultTable } from '../../ui/parts.tsx';
import { w } from './words.ts';

type Choice = NonNullable<PollCastParams['choice']>;

const CHOICES: readonly Choice[] = ['yes', 'no', 'abstain'];
const picked = signal<Readonly<Record<number, Choice>>>({});
const titles = new Map<number, Texts>();

export const openPolls = (): PollRow[] => all('poll').filter((poll) => poll.state === 'open' || poll.state === 'closing');

const castFor = (poll: number): HeldCommand<'poll.cast'> | undefined =>
  held.value.filter((command) => command.method === 'poll.cast' && (command as HeldCommand<'poll.cast'>).params.poll === poll).pop() as
    HeldCommand<'poll.cast'> | undefined;

export function Polls(): JSX.Element {
  const open = openPolls();
  const published = all('poll').filter((poll) => poll.state === 'published');
  for (const poll of all('poll')) titles.set(poll.id, poll.title);
  // A closed poll leaves the shared view until it is published, unless it is on stage; the own ballot stays to be seen.
  const last = Math.max(0, ...published.map((poll) => poll.id));
  const closed = mine('my_ballot').filter(({ poll }) => (one('poll', poll)?.state ?? (poll > last && 'closed')) === 'closed');
  return (
    <>
      {open.length + closed.length + published.length === 0 && <p class="empty">{w().noPoll}</p>}
      <div class="stack">
        {open.map((poll) => (
          <OpenPoll key={poll.id} poll={poll} />
        ))}
      </div>
      <div class="stack">
        {closed.map((ballot) => (
          <ClosedPoll key={ballot.poll} ballot={ballot} />
        ))}
      </div>
      <div class="stack">
        {published.map((poll) => (
          <PublishedPoll key={poll.id} poll={poll} />
        ))}
      </div>
    </>
  );
}

function OpenPoll({ poll }: { poll: PollRow }): JSX.Element {
  const ballot = mine('my_ballot').find((row) => row.poll === poll.id);
  const sent = castFor(poll.id);
  const standing = sent && !sent.refused ? sent.params.choice : ballot?.choice;
  const choice = picked.value[poll.id] ?? standing;
  const turnout = live.value?.turnout?.find((one) => one.poll === poll.id);
  const votes = me.value?.roles.includes('participant');
  const cast = (event: SubmitEvent): void => {
    event.preventDefault();
    if (choice && choice !== standing) relay.cast(poll.id, choice);
  };
  return (
    <section class="card" data-poll={poll.id} data-state={poll.state}>
      <p class="split">
        <Chip state={poll.state}>{poll.state === 'closing' ? t().closing : w().tabPoll}</Chip>
        {poll.closesAt && (
          <span>
            {t().left} <Countdown to={poll.closesAt} />
          </span>
        )}
      </p>
      <h2>
        <Bi text={poll.title} />
      </h2>
      {votes && !poll.pollType ? (
        <form onSubmit={cast}>
          <fieldset disabled={poll.state === 'closing'}>
            <legend class="unseen">
              <Bi text={poll.title} />
            </legend>
            {CHOICES.map((name) => (
              <label class="option">
                <input
                  type="radio"
                  name={`poll-${poll.id}`}
                  value={name}
                  checked={choice === name}
                  onChange={() => (picked.value = { ...picked.value, [poll.id]: name })}
                />
                {t().choices[name]}
              </label>
            ))}
            <BallotState ballot={ballot} sent={sent} />
            <button class="main" data-action="poll.cast" disabled={!choice || choice === standing}>
              {standing ? w().change : w().cast}
            </button>
          </fieldset>
        </form>
      ) : (
        <p>{votes ? w().notHere : w().notVoter}</p>
      )}
      {turnout && <p class="muted">{t().ballots(number(turnout.ballots), number(poll.electorate))}</p>}
      {turnout?.tally && <ResultTable tally={turnout.tally} names={poll.options?.map(pick)} />}
    </section>
  );
}

const stateOf = (ballot: MyBallotRow | undefined, sent: HeldCommand | undefined): string => {
  if (sent && ballot?.key !== sent.key)
    return sent.refused ? 'refused' : sent.delayed === 'late' ? 'late' : !linked.value ? 'held' : sent.kept ? 'kept' : 'sending';
  return ballot ? ballot.state : 'none';
};

type BallotProps = { ballot: MyBallotRow | undefined; sent: HeldCommand<'poll.cast'> | undefined };

// Beside the options, so that it is seen without scrolling. What is on its way comes before what is recorded.
function BallotState({ ballot, sent }: BallotProps): JSX.Element {
  const name = stateOf(ballot, sent);
  const own = sent && ballot?.key !== sent.key;
  return (
    <p data-ballot={name} aria-live="polite">
      {own && (
        <b>
          {choiceWord(sent.params)}: {heldWord(sent)}
        </b>
      )}
      {ballot && <span>{ballotWord(ballot)}</span>}
      {ballot?.state === 'recorded' && <small>{w().changeable}</small>}
    </p>
  );
}

const choiceWord = (cast: Pick<MyBallotRow, 'choice' | 'choices' | 'rating'>): string =>
  cast.choice ? t().choices[cast.choice] : (cast.choices ?? [cast.rating]).join(', ');

const ballotWord = (ballot: MyBallotRow): string => {
  const choice = choiceWord(ballot);
  return ballot.state === 'counted' ? w().counted(choice) : w().recorded(choice, hourAndMinute(ballot.at));
};

function ClosedPoll({ ballot }: { ballot: MyBallotRow }): JSX.Element {
  const title = titles.get(ballot.poll);
  return (
    <section class="card" data-poll={ballot.poll} data-state="closed">
      <h2>{title ? <Bi text={title} /> : w().pollNumber(ballot.poll)}</h2>
      <p data-ballot={ballot.state}>{ballotWord(ballot)}</p>
      <p>{w().pollClosed}</p>
    </section>
  );
}

function PublishedPoll({ poll }: { poll: PollRow }): JSX.Element {
  const ballot = mine('my_ballot').find((row) => row.poll === poll.id);
  return (
    <section class="card" data-poll={poll.id} data-state={poll.state}>
      <Chip state="published">{t().result}</Chip>
      <h2>
        <Bi text={poll.title} />
      </h2>
      {poll.tally && <ResultTable tally={poll.tally} names={poll.options?.map(pick)} />}
      <p class="muted">{t().ballots(number(poll.ballots ?? 0), number(poll.electorate))}</p>
      {ballot && <p data-ballot={ballot.state}>{ballotWord(ballot)}</p>}
    </section>
  );
}
