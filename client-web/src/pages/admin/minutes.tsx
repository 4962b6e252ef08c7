// The minutes, on sheets of A4: what the conference has done so far, from the rows that this page holds. States are words, nothing is a colour.
import { signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { percentOf, wholeOf } from '../../core/polls.ts';
import type { AgendaItemRow, PollRow, QuestionRow, SpeakerRow } from '../../core/types.gen.ts';
import { mi } from '../../i18n/minutes.ts';
import { q } from '../../i18n/question.ts';
import { r } from '../../i18n/results.ts';
import { s } from '../../i18n/staff.ts';
import { all, now, one } from '../../ui/hub.ts';
import { hourAndMinute, inLanguage, number, pick } from '../../ui/language.ts';
import { optionNames } from '../../ui/options.ts';
import { personName, siteName } from '../../ui/staff.tsx';

const day = inLanguage((code) => new Intl.DateTimeFormat(code, { dateStyle: 'full', timeStyle: 'short' }));

const clock = (time: number | undefined): string => (time === undefined ? '' : hourAndMinute(time));

const whoOf = (row: QuestionRow | SpeakerRow): string => ('anonymous' in row && row.anonymous ? q().anonymous : [personName(row), row.site && siteName(row.site)].filter(Boolean).join(', '));

interface TableProps<T> {
  name: string;
  title: string;
  heads: readonly string[];
  rows: readonly T[];
  cells: (row: T) => readonly ComponentChildren[];
}

function Table<T extends { id: number | string }>({ name, title, heads, rows, cells }: TableProps<T>): JSX.Element {
  return (
    <>
      <h4>{title}</h4>
      {rows.length === 0 ? (
        <p>{mi().none}</p>
      ) : (
        <table data-minutes-of={name} data-count={rows.length}>
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                {cells(row).map((cell, index) => (
                  <td key={index}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function Figures({ poll }: { poll: PollRow }): JSX.Element {
  const { tally = [], ballots } = poll;
  const whole = wholeOf(tally, ballots);
  const names = optionNames(poll);
  return (
    <>
      {ballots !== undefined && poll.electorate !== undefined && <div>{r().ballots(number(ballots), number(poll.electorate))}</div>}
      {tally.map((count, place) => (
        <div key={place}>
          <bdi>{names[place]}</bdi>: {number(count)} ({percentOf(count, whole)} %)
        </div>
      ))}
    </>
  );
}

const OTHER_STATES = ['asking', 'approved', 'pending', 'returned', 'rejected', 'withdrawn', 'merged'] as const;

function Others({ questions }: { questions: readonly QuestionRow[] }): JSX.Element | null {
  const counts = OTHER_STATES.map((state) => [state, questions.filter((question) => question.state === state).length] as const).filter(([, count]) => count > 0);
  if (counts.length === 0) return null;
  return (
    <p>
      {mi().otherQuestions}: {counts.map(([state, count]) => `${q().states[state]} ${number(count)}`).join(' · ')}.
    </p>
  );
}

const by =
  <T,>(time: (row: T) => number | undefined) =>
  (a: T, b: T): number =>
    (time(a) ?? 0) - (time(b) ?? 0);

function Sheets(): JSX.Element {
  const conference = one('conference', 'conference');
  const questions = all('question');
  const spoken = (speaker: SpeakerRow): string => number(Math.max(1, Math.round(((speaker.finishedAt ?? 0) - (speaker.startedAt ?? 0)) / 60_000)));
  return (
    <>
      <h3>
        {mi().title}: {conference && pick(conference.title)}
      </h3>
      {conference?.theme && <p>{pick(conference.theme)}</p>}
      <p>{mi().asOf(day().format(now.peek()))}</p>
      <Table<AgendaItemRow>
        name="programme"
        title={mi().programme}
        heads={[mi().time, mi().item, mi().state]}
        rows={all('agenda_item')}
        cells={(item) => [clock(item.startedAt), pick(item.title), s().itemStates[item.state]]}
      />
      <Table<QuestionRow>
        name="questions"
        title={mi().questions}
        heads={['#', mi().item, mi().who, mi().time]}
        rows={questions.filter(({ state }) => state === 'answered').sort(by(({ answeredAt }) => answeredAt))}
        cells={(question) => [
          String(question.id),
          <>
            <bdi>{question.text}</bdi>
            {question.answerer && <div>{q().answerer(question.answerer)}</div>}
          </>,
          <bdi>{whoOf(question)}</bdi>,
          clock(question.answeredAt),
        ]}
      />
      <Others questions={questions} />
      <Table<SpeakerRow>
        name="speakers"
        title={mi().speakers}
        heads={[mi().time, mi().who, mi().minutesSpoken]}
        rows={all('speaker').filter(({ state, startedAt }) => state === 'finished' && startedAt !== undefined).sort(by(({ startedAt }) => startedAt))}
        cells={(speaker) => [clock(speaker.startedAt), <bdi>{whoOf(speaker)}</bdi>, spoken(speaker)]}
      />
      <Table<PollRow>
        name="polls"
        title={mi().polls}
        heads={[mi().item, mi().state, r().result]}
        rows={all('poll').filter(({ state }) => state !== 'draft')}
        cells={(poll) => [<bdi>{pick(poll.title)}</bdi>, s().pollStates[poll.state], poll.state === 'published' ? <Figures poll={poll} /> : '']}
      />
      <p data-minutes-end>{mi().end(conference ? pick(conference.title) : '')}</p>
    </>
  );
}

/** Drawn only while it is printed: until then nothing has to follow a conference that goes on. */
const drawn = signal(false);

function printMinutes(): void {
  drawn.value = true;
  addEventListener('afterprint', () => (drawn.value = false), { once: true });
  requestAnimationFrame(() => print());
}

export const Minutes = (): JSX.Element => (
  <>
    <section class="card stack" data-panel="minutes">
      <h3>{mi().title}</h3>
      <p>{mi().what}</p>
      <p>
        <button type="button" class="main" data-action="minutes-print" onClick={printMinutes}>
          {mi().print}
        </button>
      </p>
    </section>
    {drawn.value && (
      <section class="minutes" data-minutes>
        <Sheets />
      </section>
    )}
  </>
);
