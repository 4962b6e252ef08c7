import type { JSX } from 'preact';
import type { PollRow, QuestionRow, SpeakerRow } from '../../core/types.gen.ts';
import { t } from '../../i18n/common.ts';
import { s } from '../../i18n/staff.ts';
import { all, live, me } from '../../ui/hub.ts';
import { number } from '../../ui/language.ts';
import { Bi, Chip, Countdown, ResultTable } from '../../ui/parts.tsx';
import { Panel } from '../../ui/staff.tsx';
import { optionNames } from '../../ui/options.ts';

export const isOwn = (row: QuestionRow | SpeakerRow): boolean => row.site === me.value?.site;

function Poll({ poll }: { poll: PollRow }): JSX.Element {
  const turnout = live.value?.turnout?.find((one) => one.poll === poll.id);
  const ballots = poll.ballots ?? turnout?.ballots;
  const running = poll.state === 'open' || poll.state === 'closing';
  const tally = poll.tally ?? (running ? turnout?.tally : undefined);
  return (
    <li data-poll={poll.id} data-state={poll.state}>
      <p class="split">
        <Chip state={poll.state}>{s().pollStates[poll.state]}</Chip>
        {running && poll.closesAt && <Countdown to={poll.closesAt} />}
      </p>
      <b>
        <Bi text={poll.title} />
      </b>
      {ballots !== undefined && <small data-ballots={ballots}>{t().ballots(number(ballots), number(poll.electorate))}</small>}
      {tally && <ResultTable tally={tally} names={optionNames(poll)} />}
    </li>
  );
}

export function PollPanel(): JSX.Element {
  const polls = all('poll').sort((a, b) => b.id - a.id);
  return (
    <Panel name="polls" title={s().polls} count={polls.length}>
      {polls.length === 0 && <p class="empty">{s().noPolls}</p>}
      <ul class="plain">
        {polls.map((poll) => (
          <Poll key={poll.id} poll={poll} />
        ))}
      </ul>
    </Panel>
  );
}
