import type { JSX } from 'preact';
import { letterOf } from '../../core/polls.ts';
import type { PollRow } from '../../core/types.gen.ts';
import { p } from '../../i18n/polls.ts';
import { r } from '../../i18n/results.ts';
import { live } from '../../ui/hub.ts';
import { number } from '../../ui/language.ts';
import { optionNames } from '../../ui/options.ts';
import { Result } from '../../ui/results.tsx';
import { isOpen } from '../../ui/ballot.tsx';
import { siteName } from '../../ui/staff.tsx';

function weightWord({ weightedBallots, weightedElectorate }: PollRow): string {
  if (weightedElectorate === undefined) return '';
  const all = number(weightedElectorate);
  return ` · ${weightedBallots === undefined ? p().weightsAll(all) : p().weights(number(weightedBallots), all)}`;
}

/** Turnout and result as far as the hub tells them to this page. */
export function Figures({ poll }: { poll: PollRow }): JSX.Element | null {
  const turnout = isOpen(poll) ? live.value?.turnout?.find((one) => one.poll === poll.id) : undefined;
  const ballots = poll.ballots ?? turnout?.ballots;
  const tally = poll.tally ?? turnout?.tally;
  if (ballots === undefined) return null;
  return (
    <>
      <p data-ballots={ballots}>
        <progress value={ballots} max={poll.electorate || 1} aria-hidden="true" />
        <small>
          {r().ballots(number(ballots), number(poll.electorate))}
          {weightWord(poll)}
          {poll.byHand && <span data-by-hand={poll.byHand}> · {r().byHand(number(poll.byHand))}</span>}
        </small>
      </p>
      {tally && (
        <Result poll={poll} tally={tally} ballots={ballots} weighted={poll.weightedTally ?? turnout?.weightedTally} weightedBallots={poll.weightedBallots} />
      )}
    </>
  );
}

export function BySite({ poll }: { poll: PollRow }): JSX.Element | null {
  if (!poll.bySite) return null;
  const names = optionNames(poll);
  return (
    <details data-by-site={poll.bySite.length}>
      <summary>{p().bySite}</summary>
      {poll.options && (
        <ol type="A">
          {names.map((name, index) => (
            <li key={index} class="bare">
              <bdi>{name}</bdi>
            </li>
          ))}
        </ol>
      )}
      <div class="wide-table" role="region" aria-label={p().bySite} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{p().site}</th>
              <th scope="col">{p().ballots}</th>
              {names.map((name, index) => (
                <th key={index} scope="col">
                  {poll.options ? <abbr title={name}>{letterOf(index)}</abbr> : name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {poll.bySite.map(({ site, ballots, tally, byHand }) => (
              <tr key={site ?? ''}>
                <th scope="row">
                  <bdi>{site === undefined ? p().others : siteName(site)}</bdi>
                </th>
                <td>
                  {number(ballots)} {byHand && <small>{r().byHand(number(byHand))}</small>}
                </td>
                {tally.map((count, index) => (
                  <td key={index}>{number(count)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
