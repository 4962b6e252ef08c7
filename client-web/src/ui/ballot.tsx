// Voting: the same form on every page where somebody may vote. Select, then send; what stands is only what the hub has said.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { HeldCommand } from '../core/outbox.ts';
import { ballotOf, lackOf, placesOf, samePlaces } from '../core/polls.ts';
import type { Ballot } from '../core/polls.ts';
import type { MyBallotRow, PollRow } from '../core/types.gen.ts';
import { b } from '../i18n/ballot.ts';
import { held, linked, mine, relay } from './hub.ts';
import { hourAndMinute } from './language.ts';
import { ballotNames, optionNames } from './options.ts';
import { Bi, heldWord } from './parts.tsx';

const picked = signal<Readonly<Record<number, readonly number[]>>>({});
/** The poll whose first and final ballot was asked about once more. */
const sure = signal(0);

const castFor = (poll: number): HeldCommand<'poll.cast'> | undefined =>
  held.value.filter((command) => command.method === 'poll.cast' && (command as HeldCommand<'poll.cast'>).params.poll === poll).pop() as
    HeldCommand<'poll.cast'> | undefined;

export const isOpen = (poll: PollRow): boolean => poll.state === 'open' || poll.state === 'closing';

const namesOf = (poll: PollRow | undefined, ballot: Ballot): string => ballotNames(poll, ballot) || b().none;

export const ballotWord = (poll: PollRow | undefined, ballot: MyBallotRow): string => {
  const names = namesOf(poll, ballot);
  return ballot.state === 'recorded' ? b().recorded(names, hourAndMinute(ballot.at)) : b()[ballot.state](names);
};

export function BallotForm({ poll }: { poll: PollRow }): JSX.Element {
  const ballot = mine('my_ballot').find((row) => row.poll === poll.id);
  const sent = castFor(poll.id);
  const standing = sent && !sent.refused ? sent.params : ballot;
  const before = standing && placesOf(poll, standing);
  const places = picked.value[poll.id] ?? before ?? [];
  const several = poll.pollType === 'multiple';
  const final = poll.ballotRule === 'first_is_final';
  const lack = lackOf(poll, places);
  const asked = sure.value === poll.id;
  const range = b().chooseSome(poll.least ?? 1, poll.most ?? 1, places.length);
  const choose = (place: number): void => {
    const others = several ? places.filter((one) => one !== place) : [];
    picked.value = { ...picked.value, [poll.id]: several && others.length < places.length ? others : [...others, place] };
    sure.value = 0;
  };
  const cast = (event: SubmitEvent): void => {
    event.preventDefault();
    if (lack || (before && samePlaces(places, before))) return;
    if (final && !asked) sure.value = poll.id;
    else relay.cast(poll.id, ballotOf(poll, places));
  };
  return (
    <form onSubmit={cast}>
      <fieldset disabled={poll.state === 'closing' || (final && !!standing)}>
        <legend class="unseen">
          <Bi text={poll.title} />
        </legend>
        {several && <p class="muted">{range}</p>}
        {optionNames(poll).map((name, place) => (
          <label class="option">
            <input
              type={several ? 'checkbox' : 'radio'}
              name={`poll-${poll.id}`}
              value={Object.values(ballotOf(poll, [place])).join()}
              checked={places.includes(place)}
              onChange={() => choose(place)}
            />
            <bdi class={poll.pollType}>{name}</bdi>
          </label>
        ))}
        <BallotState poll={poll} ballot={ballot} sent={sent} />
        {lack === 'many' && <p class="trouble">{range}</p>}
        {final && !standing && <p class="clarify">{asked ? b().sure : b().final}</p>}
        <button class="main" data-action="poll.cast" disabled={!!lack || (before && samePlaces(places, before))}>
          {asked ? b().castFinal : standing ? b().change : places.length || lack ? b().cast : b().castEmpty}
        </button>
      </fieldset>
    </form>
  );
}

const stateOf = (ballot: MyBallotRow | undefined, sent: HeldCommand | undefined): string => {
  if (sent && ballot?.key !== sent.key)
    return sent.refused ? 'refused' : sent.delayed === 'late' ? 'late' : !linked.value ? 'held' : sent.kept ? 'kept' : 'sending';
  return ballot ? ballot.state : 'none';
};

type BallotProps = { poll: PollRow; ballot: MyBallotRow | undefined; sent: HeldCommand<'poll.cast'> | undefined };

// Beside the options, so that it is seen without scrolling. What is on its way comes before what is recorded.
function BallotState({ poll, ballot, sent }: BallotProps): JSX.Element {
  const name = stateOf(ballot, sent);
  const own = sent && ballot?.key !== sent.key;
  return (
    <p data-ballot={name} aria-live="polite">
      {own && (
        <b>
          {namesOf(poll, sent.params)}: {heldWord(sent)}
        </b>
      )}
      {ballot && <span>{ballotWord(poll, ballot)}</span>}
      {ballot?.state === 'recorded' && <small>{poll.ballotRule ? b().final : b().changeable}</small>}
    </p>
  );
}
