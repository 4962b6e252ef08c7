// A poll on the wall: what is asked and how long still, then its result, then that of each site. Everything fits, always.
import type { JSX } from 'preact';
import { figuresOf, leadersOf, letterOf, percentOf, wholeOf } from '../../core/polls.ts';
import type { PollRow, SiteResult } from '../../core/types.gen.ts';
import { p } from '../../i18n/polls.ts';
import { r } from '../../i18n/results.ts';
import { isOpen } from '../../ui/ballot.tsx';
import { calmed } from '../../ui/calm.ts';
import { live, one } from '../../ui/hub.ts';
import { number, pick } from '../../ui/language.ts';
import { optionNames } from '../../ui/options.ts';
import { Bi, Countdown } from '../../ui/parts.tsx';
import { Partial } from '../../ui/results.tsx';
import { timers } from '../../ui/browser.ts';
import { Fitted } from './fitted.tsx';
import { VoteHere } from './joining.tsx';
import './polls.css';
import { d } from './words.ts';

// Bars that move more often tell nobody more.
const FIGURES_EVERY_MS = 500;
const turnouts = calmed(() => live.value?.turnout, FIGURES_EVERY_MS, timers);

interface Of {
  readonly poll: PollRow;
}

// One column is read most easily; more options than this do not fit one at a size that the last row of the hall can read.
const ONE_COLUMN = 6;
const TWO_COLUMNS = 12;
const COLUMNS_MOST = 4;

const columnsFor = (count: number): number => (count <= ONE_COLUMN ? 1 : count <= TWO_COLUMNS ? 2 : COLUMNS_MOST);

/** What stands for a place where there is no room for its name: values of a rating are short themselves. */
const shortOf = (poll: PollRow, place: number): string => (poll.pollType === 'rating' ? `${(poll.least ?? 0) + place}:` : letterOf(place));

const Head = ({ poll }: Of): JSX.Element => (
  <>
    <p class="split">
      <span class={isOpen(poll) ? 'label live' : 'label'}>{poll.state === 'draft' ? '' : d()[poll.state]}</span>
      {poll.state === 'open' && poll.closesAt && <Countdown to={poll.closesAt} />}
    </p>
    <p class="ask" data-long={pick(poll.title).length > 90}>
      <Bi text={poll.title} />
    </p>
  </>
);

const Name = ({ poll, place, name }: Of & { place: number; name: string }): JSX.Element => (
  <span class="name-of">
    {poll.pollType !== 'rating' && <b class="letter">{letterOf(place)}</b>} <bdi>{name}</bdi>
  </span>
);

function Bars({ poll, tally, ballots }: Of & { tally: readonly number[]; ballots: number | undefined }): JSX.Element {
  const whole = wholeOf(tally, ballots);
  const leaders = poll.state === 'published' ? leadersOf(tally) : [];
  return (
    <ol class="bars" data-columns={columnsFor(tally.length)} data-tally={tally.join(' ')}>
      {optionNames(poll).map((name, place) => {
        const count = tally[place] ?? 0;
        return (
          <li key={place} data-leads={leaders.includes(place)}>
            <Name poll={poll} place={place} name={name} />
            <span class="figures">
              <span class="muted">{r().of(number(count), number(whole))}</span> <b>{percentOf(count, whole)} %</b>
            </span>
            <span class="track">
              <span class="fill" style={`transform:scaleX(${whole > 0 ? count / whole : 0})`} />
            </span>
          </li>
        );
      })}
    </ol>
  );
}

const Choices = ({ poll }: Of): JSX.Element => (
  <ol class="options" data-columns={poll.pollType === 'rating' ? 'row' : columnsFor(figuresOf(poll))}>
    {optionNames(poll).map((name, place) => (
      <li key={place}>
        <Name poll={poll} place={place} name={name} />
      </li>
    ))}
  </ol>
);

function turnoutWords({ electorate, weightedElectorate, weightedBallots, byHand }: PollRow, ballots: number): string {
  const people = [r().ballots(number(ballots), number(electorate)), byHand && r().byHand(number(byHand))].filter(Boolean).join(' · ');
  return weightedBallots === undefined ? people : `${people} · ${p().weights(number(weightedBallots), number(weightedElectorate))}`;
}

function Weights({ poll }: Of): JSX.Element | null {
  const { weightedTally: tally, weightedBallots } = poll;
  if (!tally) return null;
  const whole = wholeOf(tally, weightedBallots);
  return (
    <p class="weights" data-weighted>
      <span class="muted">{r().weighted}: </span>
      {tally.map((weight, place) => `${shortOf(poll, place)} ${r().of(number(weight), number(whole))}`).join(' · ')}
    </p>
  );
}

export function PollView({ poll }: Of): JSX.Element {
  // The desk hears the turnout of every poll, and draws this view as a preview: it must not promise what no display is told.
  const told = isOpen(poll) && poll.results !== 'hidden';
  const turnout = told ? turnouts.value?.find((row) => row.poll === poll.id) : undefined;
  // A display that has just come back has not heard yet how many: none would be a lie.
  const unheard = told && !turnout;
  const ballots = poll.ballots ?? turnout?.ballots ?? (poll.results === 'hidden' || poll.state === 'void' || unheard ? undefined : 0);
  const tally = poll.tally ?? turnout?.tally;
  return (
    <Fitted class="poll">
      <div class="stack" data-poll={poll.id} data-state={poll.state}>
        <Head poll={poll} />
        <div class="voting">
          <div class="stack">
            {poll.state === 'void' && <p class="name">{r().voidLong}</p>}
            {tally && <Bars poll={poll} tally={tally} ballots={ballots} />}
            {!tally && isOpen(poll) && <Choices poll={poll} />}
            <Weights poll={poll} />
            <Partial poll={poll} />
            <p class="foot" data-ballots={ballots}>
              {ballots !== undefined && turnoutWords(poll, ballots)}
            </p>
          </div>
          {poll.state === 'open' && <VoteHere />}
        </div>
      </div>
    </Fitted>
  );
}

const PARTS_SHOWN = 4;
// Colours; beyond them stripes, and always letters.
const SERIES = 6;
const seriesOf = (place: number): string => `series-${place % SERIES} ${place < SERIES ? '' : 'second'}`;

/** The figures of one site, the largest first; what is left out stands in the bar. */
function partsOf(poll: PollRow, tally: readonly number[]): string {
  const places = tally.map((_, place) => place).filter((place) => tally.length <= PARTS_SHOWN || (tally[place] ?? 0) > 0);
  if (tally.length > PARTS_SHOWN) places.sort((a, b) => (tally[b] ?? 0) - (tally[a] ?? 0));
  return places
    .slice(0, PARTS_SHOWN)
    .map((place) => `${shortOf(poll, place)} ${number(tally[place])}`)
    .join(' · ');
}

function Site({ poll, result }: Of & { result: SiteResult }): JSX.Element {
  const row = result.site === undefined ? undefined : one('site', result.site);
  const whole = wholeOf(result.tally) || 1;
  return (
    <li data-site={result.site ?? ''} data-tally={result.tally.join(' ')}>
      <span class="site-name">
        <bdi>{row ? pick(row.name) : (result.site ?? p().others)}</bdi> <span class="muted">{number(result.ballots)}</span>
      </span>
      <span class="stacked" aria-hidden="true">
        {result.tally.map((count, place) => count > 0 && <span key={place} class={seriesOf(place)} style={`flex-grow:${count / whole}`} />)}
      </span>
      <span class="parts">{partsOf(poll, result.tally)}</span>
    </li>
  );
}

const Legend = ({ poll, names }: Of & { names: readonly string[] }): JSX.Element => (
  <ul class="legend" data-few={names.length <= PARTS_SHOWN}>
    {names.map((name, place) => (
      <li key={place}>
        <i class={seriesOf(place)} /> <Name poll={poll} place={place} name={name} />
      </li>
    ))}
  </ul>
);

export function BySiteView({ poll }: Of): JSX.Element {
  if (!poll.bySite) return <PollView poll={poll} />;
  const names = optionNames(poll);
  return (
    <Fitted class="by-site">
      <div class="stack" data-poll={poll.id} data-state={poll.state} data-by-site={poll.bySite.length}>
        <p class="ask" data-long={true}>
          <Bi text={poll.title} />
        </p>
        <Legend poll={poll} names={names} />
        <ol class="sites-grid">
          {poll.bySite.map((result) => (
            <Site key={result.site ?? ''} poll={poll} result={result} />
          ))}
        </ol>
        <Partial poll={poll} />
        <p class="foot">{[p().bySite, turnoutWords(poll, poll.ballots ?? 0)].join(' · ')}</p>
      </div>
    </Fitted>
  );
}
