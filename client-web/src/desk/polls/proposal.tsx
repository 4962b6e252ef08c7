// Two persons void a poll: one proposes with a reason, another confirms before the time is over.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { PollRow, VoidReason } from '../../core/types.gen.ts';
import { TEXT_GRAPHEMES } from '../../core/types.gen.ts';
import { p } from '../../i18n/polls.ts';
import { r } from '../../i18n/results.ts';
import { s } from '../../i18n/staff.ts';
import { linked, me, relay } from '../../ui/hub.ts';
import { Countdown } from '../../ui/parts.tsx';
import { accountName, tell } from '../../ui/staff.tsx';
import { Duration, durationOf } from '../duration.tsx';

type Act = NonNullable<PollRow['proposed']>;

const REASONS: readonly VoidReason[] = ['wrong_text', 'wrong_electorate', 'fault', 'irregular', 'other'];

/** The poll as it was when its form was opened: what changed since must not be voided unseen. */
const open = signal<{ readonly poll: number; readonly rev: number } | null>(null);
const act = signal<Act>('void');

const close = (): unknown => (open.value = null);

function propose(event: SubmitEvent): void {
  event.preventDefault();
  if (!open.value) return;
  const form = new FormData(event.currentTarget as HTMLFormElement);
  const limit = act.value === 'reopen' ? durationOf(event.currentTarget as HTMLFormElement) : {};
  if (!limit) return;
  const note = String(form.get('note') ?? '').trim();
  const wish = { ...open.value, reason: form.get('reason') as VoidReason, ...(note ? { note } : {}) };
  close();
  if (act.value === 'void') tell('poll.void', relay.submitNow('poll.void', wish));
  else tell('poll.reopen', relay.submitNow('poll.reopen', { ...wish, ...limit }));
}

const ActChoice = ({ poll }: { poll: PollRow }): JSX.Element => (
  <fieldset>
    <legend>{p().act}</legend>
    {(['void', 'reopen'] as const).map((name) => (
      <label key={name} class="row">
        <input
          type="radio"
          name={`act-${poll.id}`}
          value={name}
          checked={act.value === name}
          // What runs is closed first.
          disabled={name === 'reopen' && poll.state === 'open'}
          onChange={() => (act.value = name)}
        />{' '}
        <span>{p()[name]}</span>
      </label>
    ))}
  </fieldset>
);

function ProposeForm({ poll }: { poll: PollRow }): JSX.Element {
  return (
    <form class="stack" data-form={`poll.${act.value}`} onSubmit={propose}>
      <ActChoice poll={poll} />
      <label>
        {p().reason}
        <select name="reason" required>
          <option value="">{s().chooseReason}</option>
          {REASONS.map((reason) => (
            <option key={reason} value={reason}>
              {r().reasons[reason]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {p().note}
        <input name="note" maxLength={TEXT_GRAPHEMES} />
      </label>
      {act.value === 'reopen' && (
        <Duration />
      )}
      <small>{p().proposeHow}</small>
      <p class="row">
        <button class="main" data-action={`poll.${act.value}`} disabled={!linked.value}>
          {p().proposeNow}
        </button>
        <button type="button" data-action="cancel" onClick={close}>
          {s().cancel}
        </button>
      </p>
    </form>
  );
}

function Proposed({ poll, what }: { poll: PollRow; what: Act }): JSX.Element {
  const own = poll.proposedBy === me.value?.id;
  const words = p().proposed[what];
  const confirm = (): void => tell('poll.confirm', relay.submitNow('poll.confirm', { poll: poll.id, rev: poll.rev }));
  return (
    <div class="proposal stack" data-proposed={what} data-own={own} role="group" aria-label={p().act}>
      <b>{own ? p().proposedByYou(words) : p().proposedBy(accountName(poll.proposedBy), words)}</b>
      <span>
        {poll.reason && r().reasons[poll.reason]}
        {poll.note && (
          <>
            : <bdi>{poll.note}</bdi>
          </>
        )}
      </span>
      {poll.proposedUntil && (
        <small>
          {p().expires} <Countdown to={poll.proposedUntil} />
        </small>
      )}
      <p>
        <button type="button" class="main" data-action="poll.confirm" disabled={own || !linked.value} aria-describedby={`confirm-${poll.id}`} onClick={confirm}>
          {p().confirm}
        </button>
      </p>
      {own && <small id={`confirm-${poll.id}`}>{p().confirmNotYou}</small>}
    </div>
  );
}

export function Proposal({ poll }: { poll: PollRow }): JSX.Element | null {
  if (poll.state === 'draft' || poll.state === 'void') return null;
  if (poll.proposed) return <Proposed poll={poll} what={poll.proposed} />;
  if (open.value?.poll === poll.id) return <ProposeForm poll={poll} />;
  const begin = (): void => {
    act.value = 'void';
    open.value = { poll: poll.id, rev: poll.rev };
  };
  return (
    <p>
      <button type="button" class="quiet" data-action="poll.void-open" onClick={begin}>
        {p().propose}
      </button>
    </p>
  );
}
