import type { JSX } from 'preact';
import './results.css';
import { percentOf, wholeOf } from '../core/polls.ts';
import type { PollRow } from '../core/types.gen.ts';
import { r } from '../i18n/results.ts';
import { number } from './language.ts';
import { optionNames } from './options.ts';

/** Bars and their table in one: each bar stands beside its figures. `whole` = ballots, of which each figure is a part. */
function ResultTable({ tally, names, whole }: { tally: readonly number[]; names: readonly string[]; whole: number }): JSX.Element {
  return (
    <table class="result" data-tally={tally.join(' ')}>
      <thead class="unseen">
        <tr>
          <th>{r().choice}</th>
          <th>{r().share}</th>
          <th>{r().count}</th>
        </tr>
      </thead>
      <tbody>
        {tally.map((count, index) => (
          <tr key={index}>
            <th scope="row">
              <bdi>{names[index]}</bdi>
            </th>
            <td>
              <span class="track">
                <span class="fill" style={`transform:scaleX(${whole && count / whole})`} />
              </span>
              {percentOf(count, whole)} %
            </td>
            <td>{r().of(number(count), number(whole))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What has to be said with a result that is not of every ballot. */
export function Partial({ poll }: { poll: PollRow }): JSX.Element | null {
  const { state, incomplete = [], inDoubt } = poll;
  if (state === 'closing') return <p class="clarify" data-partial="provisional">◐ {r().provisional}</p>;
  if (state !== 'published' || !(incomplete.length > 0 || inDoubt)) return null;
  return (
    <p class="clarify" data-partial={inDoubt ? 'in-doubt' : 'incomplete'}>
      ⚠ {incomplete.length > 0 && r().without(number(incomplete.length))} {inDoubt && r().inDoubt}
    </p>
  );
}

/** The figures of a poll, and by weight where its ballots weigh differently. */
export function Result({ poll, tally, ballots, weighted, weightedBallots }: Figures): JSX.Element {
  const names = optionNames(poll);
  return (
    <div class="stack">
      <ResultTable tally={tally} whole={wholeOf(tally, ballots)} names={names} />
      {weighted && (
        <div data-weighted>
          <b>{r().weighted}</b>
          <ResultTable tally={weighted} whole={wholeOf(weighted, weightedBallots)} names={names} />
        </div>
      )}
    </div>
  );
}

export interface Figures {
  readonly poll: PollRow;
  readonly tally: readonly number[];
  readonly ballots?: number | undefined;
  readonly weighted?: readonly number[] | undefined;
  readonly weightedBallots?: number | undefined;
}
