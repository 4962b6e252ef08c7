import type { JSX } from 'preact';
import type { PollRow } from '../../core/types.gen.ts';
import { t } from '../../i18n/common.ts';
import { s } from '../../i18n/staff.ts';
import { all, linked, live, relay } from '../../ui/hub.ts';
import { number } from '../../ui/language.ts';
import { Bi, Chip, Countdown, ResultTable } from '../../ui/parts.tsx';
import { Panel, tell } from '../../ui/staff.tsx';
import { optionNames } from '../../ui/options.ts';
import { isOnStage, secondsOf, show, textsOf, TITLE_LENGTH } from '../fields.ts';

function draft(event: SubmitEvent): void {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const results = new FormData(form).get('results') as PollRow['results'];
  const submitted = relay.submit('poll.draft', { title: textsOf(event), results });
  tell('poll.draft', submitted);
  if (submitted !== 'held') return;
  form.reset();
  form.closest('details')?.removeAttribute('open');
}

const DraftForm = (): JSX.Element => (
  <details data-form="poll.draft">
    <summary>{s().newPoll}</summary>
    <form class="stack" onSubmit={draft}>
      <label>
        {s().titleVi}
        <input id="poll-vi" name="vi" required maxLength={TITLE_LENGTH} />
      </label>
      <label>
        {s().titleEn}
        <input id="poll-en" name="en" maxLength={TITLE_LENGTH} />
      </label>
      <label class="row">
        <input type="radio" name="results" value="hidden" defaultChecked /> {s().resultsHidden}
      </label>
      <label class="row">
        <input type="radio" name="results" value="turnout" /> {s().resultsTurnout}
      </label>
      <label class="row">
        <input type="radio" name="results" value="live" /> {s().resultsLive}
      </label>
      <button class="main" data-action="poll.draft" disabled={!linked.value}>
        {s().draft}
      </button>
    </form>
  </details>
);

function OpenForm({ poll }: { poll: PollRow }): JSX.Element {
  const open = (event: SubmitEvent): void => {
    event.preventDefault();
    tell('poll.open', relay.submitNow('poll.open', { poll: poll.id, rev: poll.rev, ...secondsOf(event) }));
  };
  return (
    <form class="row" onSubmit={open}>
      <label class="row">
        {s().seconds} <input class="narrow" name="seconds" type="number" min={1} max={7200} placeholder="∞" title={s().secondsEmpty} />
      </label>
      <button class="main" data-action="poll.open" disabled={!linked.value}>
        {s().open}
      </button>
    </form>
  );
}

function Poll({ poll }: { poll: PollRow }): JSX.Element {
  const turnout = live.value?.turnout?.find((one) => one.poll === poll.id);
  const running = poll.state === 'open' || poll.state === 'closing';
  const ballots = poll.ballots ?? (running ? turnout?.ballots : undefined);
  const tally = poll.tally ?? (poll.state === 'draft' ? undefined : turnout?.tally);
  const named = { poll: poll.id, rev: poll.rev };
  return (
    <li data-poll={poll.id} data-state={poll.state} data-rev={poll.rev}>
      <p class="split">
        <Chip state={poll.state}>{s().pollStates[poll.state]}</Chip>
        {running && poll.closesAt && <Countdown to={poll.closesAt} />}
      </p>
      <b>
        <Bi text={poll.title} />
      </b>
      {ballots !== undefined && <small data-ballots={ballots}>{t().ballots(number(ballots), number(poll.electorate))}</small>}
      {tally && <ResultTable tally={tally} names={optionNames(poll)} />}
      {poll.state === 'draft' && <OpenForm poll={poll} />}
      <p class="row">
        {poll.state === 'open' && (
          <button
            type="button"
            class="main"
            data-action="poll.close"
            disabled={!linked.value}
            onClick={() => tell('poll.close', relay.submitNow('poll.close', named))}
          >
            {s().close}
          </button>
        )}
        {poll.state === 'closed' && (
          <button
            type="button"
            class="main"
            data-action="poll.publish"
            disabled={!linked.value}
            onClick={() => tell('poll.publish', relay.submitNow('poll.publish', named))}
          >
            {s().publish}
          </button>
        )}
        {poll.state !== 'draft' && (
          <button
            type="button"
            data-action="stage.show"
            aria-pressed={isOnStage('poll', poll.id)}
            disabled={!linked.value}
            onClick={() => show({ view: 'poll', poll: poll.id })}
          >
            {isOnStage('poll', poll.id) ? s().onStageNow : s().toStage}
          </button>
        )}
      </p>
    </li>
  );
}

export function PollPanel(): JSX.Element {
  const polls = all('poll').sort((a, b) => b.id - a.id);
  return (
    <Panel name="polls" title={s().polls} count={polls.length}>
      <DraftForm />
      {polls.length === 0 && <p class="empty">{s().noPolls}</p>}
      <ul class="plain">
        {polls.map((poll) => (
          <Poll key={poll.id} poll={poll} />
        ))}
      </ul>
    </Panel>
  );
}
