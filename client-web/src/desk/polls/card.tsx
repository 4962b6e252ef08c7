import type { JSX } from 'preact';
import { notVoterBecause } from '../../core/polls.ts';
import type { PollRow } from '../../core/types.gen.ts';
import { p } from '../../i18n/polls.ts';
import { r } from '../../i18n/results.ts';
import { s } from '../../i18n/staff.ts';
import { BallotForm, isOpen } from '../../ui/ballot.tsx';
import { linked, me, one, relay } from '../../ui/hub.ts';
import { Key } from '../../ui/key.tsx';
import { optionNames } from '../../ui/options.ts';
import { Bi, Chip, Countdown } from '../../ui/parts.tsx';
import { tell } from '../../ui/staff.tsx';
import { Duration, durationOf } from '../duration.tsx';
import { isOnStage, show } from '../fields.ts';
import { Counts } from './counts.tsx';
import { Missing } from './missing.tsx';
import { Proposal } from './proposal.tsx';
import { BySite, Figures } from './results.tsx';
import { Sure } from './sure.tsx';
import { VerdictCard } from './verdict.tsx';
import { rulesOf } from './words.ts';

interface Of {
  readonly poll: PollRow;
}

function OpenForm({ poll }: Of): JSX.Element {
  const open = (event: SubmitEvent): void => {
    event.preventDefault();
    const limit = durationOf(event.currentTarget as HTMLFormElement);
    if (limit) tell('poll.open', relay.submitNow('poll.open', { poll: poll.id, rev: poll.rev, ...limit }));
  };
  return (
    <form class="row" onSubmit={open}>
      <Duration />
      <button class="main" data-action="poll.open" disabled={!linked.value}>
        {s().open}
        <Key of="Space" />
      </button>
    </form>
  );
}

function ActButton({ poll, method, label }: Of & { method: 'poll.close' | 'poll.publish'; label: string }): JSX.Element {
  const act = (): void => tell(method, relay.submitNow(method, { poll: poll.id, rev: poll.rev }));
  return (
    <button type="button" class="main" data-action={method} disabled={!linked.value} onClick={act}>
      {label}
      <Key of={method === 'poll.close' ? 'Space' : 'Enter'} />
    </button>
  );
}

function StageButton({ poll, view }: Of & { view: 'poll' | 'results_by_site' }): JSX.Element {
  const stage = one('stage', 'main');
  const on = view === 'poll' ? isOnStage('poll', poll.id) : stage?.view === view && stage.poll === poll.id;
  return (
    <button type="button" data-action="stage.show" data-view={view} aria-pressed={on} disabled={!linked.value} onClick={() => show({ view, poll: poll.id })}>
      {on ? s().onStageNow : view === 'poll' ? s().toStage : p().bySiteToStage}
    </button>
  );
}

/** What one sees before opening it: afterwards the figures stand beside the options. */
const Rules = ({ poll }: Of): JSX.Element => (
  <>
    <small class="rules">
      {rulesOf(poll).map((rule) => (
        <span key={rule}>{rule}</span>
      ))}
    </small>
    {poll.options && poll.state === 'draft' && (
      <ol>
        {optionNames(poll).map((name, index) => (
          <li key={index} class="bare">
            <bdi>{name}</bdi>
          </li>
        ))}
      </ol>
    )}
  </>
);

const Kin = ({ poll }: Of): JSX.Element | null =>
  poll.repeats || poll.repeatedBy ? (
    <small>
      {poll.repeats && p().repeats(poll.repeats)} {poll.repeatedBy && p().repeatedBy(poll.repeatedBy)}
    </small>
  ) : null;

/** Whoever sits at a desk may be entitled as well. */
export function OwnBallot({ poll }: Of): JSX.Element | null {
  if (!isOpen(poll) || !me.value || notVoterBecause(poll, me.value)) return null;
  return (
    <details open data-list="own-ballot">
      <summary>{p().yourBallot}</summary>
      <BallotForm poll={poll} />
    </details>
  );
}

export const PollHead = ({ poll }: Of): JSX.Element => (
  <>
    <p class="split">
      <span>
        <Chip state={poll.state}>{s().pollStates[poll.state]}</Chip> <small>#{poll.id}</small>
      </span>
      {poll.state === 'open' && poll.closesAt && <Countdown to={poll.closesAt} />}
    </p>
    <b>
      <Bi text={poll.title} />
    </b>
    <Kin poll={poll} />
    {poll.state === 'void' && poll.reason && (
      <span class="bad">
        {r().reasons[poll.reason]}
        {poll.note && (
          <>
            : <bdi>{poll.note}</bdi>
          </>
        )}
      </span>
    )}
  </>
);

export const PollCard = ({ poll }: Of): JSX.Element => (
  <li data-poll={poll.id} data-state={poll.state} data-rev={poll.rev} tabIndex={0}>
    <PollHead poll={poll} />
    {poll.proposed && <Proposal poll={poll} />}
    <Rules poll={poll} />
    <Figures poll={poll} />
    <VerdictCard poll={poll} />
    {poll.state === 'draft' && <OpenForm poll={poll} />}
    <Sure poll={poll} />
    <p class="row">
      {poll.state === 'open' && <ActButton poll={poll} method="poll.close" label={s().close} />}
      {poll.state === 'closed' && <ActButton poll={poll} method="poll.publish" label={s().publish} />}
      {poll.state !== 'draft' && <StageButton poll={poll} view="poll" />}
      {poll.bySite && <StageButton poll={poll} view="results_by_site" />}
    </p>
    <BySite poll={poll} />
    <Counts poll={poll} />
    {(isOpen(poll) || poll.state === 'closed') && <Missing poll={poll} bySites />}
    <OwnBallot poll={poll} />
    {!poll.proposed && <Proposal poll={poll} />}
  </li>
);
