import type { JSX } from 'preact';
import { encode } from 'uqr';
import { inListOrder } from '../../core/speakers.ts';
import type { QuestionRow, SpeakerRow, StageRow } from '../../core/types.gen.ts';
import { graphemes } from '../../core/text.ts';
import { q } from '../../i18n/question.ts';
import { all, one } from '../../ui/hub.ts';
import { pick } from '../../ui/language.ts';
import { Bi, Countdown } from '../../ui/parts.tsx';
import { BySiteView, PollView } from './polls.tsx';
import { d } from './words.ts';

// What fits a screen at each size, in graphemes; measured with real text.
const SIZES = [
  ['xl', 80],
  ['l', 140],
  ['m', 220],
  ['s', Infinity],
] as const;

/** Type size by length, so that the longest text allowed still fits `share` of the screen. */
export function sizeOf(text: string, share = 1): string {
  const length = graphemes(text) / share;
  return SIZES.find(([, most]) => length <= most)?.[0] ?? 's';
}

// Beside the panel of speakers.
const BESIDE = 0.7;

const siteName = (site = ''): string => {
  const row = one('site', site);
  return row ? pick(row.name) : site;
};

const Who = ({ row }: { row: SpeakerRow | QuestionRow }): JSX.Element => (
  <>
    {row.kind === 'question' && row.anonymous && q().anonymous} {row.name && <bdi>{row.name}</bdi>}{' '}
    <bdi class={row.name && 'muted'}>{siteName(row.site)}</bdi>
  </>
);

const speakers = (): SpeakerRow[] => all('speaker').sort(inListOrder);

const inState = (state: SpeakerRow['state']): SpeakerRow | undefined => speakers().find((speaker) => speaker.state === state);

function Floor(): JSX.Element {
  const speaking = inState('speaking');
  const next = inState('next') ?? inState('ready');
  return (
    <aside class="floor">
      {speaking && (
        <>
          <p class="label live">{d().speaking}</p>
          <p class="name">
            <Who row={speaking} />
          </p>
          {speaking.endsAt && <Countdown to={speaking.endsAt} />}
        </>
      )}
      {next && (
        <p class="next">
          {d().next}: <Who row={next} />
        </p>
      )}
    </aside>
  );
}

function Question({ stage }: { stage: StageRow }): JSX.Element {
  const question = stage.question === undefined ? undefined : one('question', stage.question);
  if (!question) return <Agenda />;
  return (
    <div class="beside" data-question={question.id}>
      <div>
        <p class={question.state === 'asking' ? 'label live' : 'label'}>{q().states[question.state]}</p>
        <p class="text" data-size={sizeOf(question.text, inState('speaking') || inState('next') ? BESIDE : 1)}>
          <bdi>{question.text}</bdi>
        </p>
        <p class="name">
          <Who row={question} />
        </p>
        {question.answerer && (
          <p class="muted">
            <bdi>{q().answerer(question.answerer)}</bdi>
          </p>
        )}
      </div>
      <Floor />
    </div>
  );
}

function Speaker(): JSX.Element {
  const list = speakers();
  const speaking = list.find((speaker) => speaker.state === 'speaking') ?? list.find((speaker) => speaker.state === 'next');
  const others = list.filter((speaker) => speaker !== speaking);
  if (!speaking)
    return (
      <p class="text centre" data-size="xl">
        {d().nobody}
      </p>
    );
  return (
    <div class="beside" data-speaker={speaking.id}>
      <div>
        <p class={speaking.state === 'speaking' ? 'label live' : 'label next'}>{speaking.state === 'speaking' ? d().speaking : d().called}</p>
        <p class="text" data-size={sizeOf(speaking.name ?? siteName(speaking.site), BESIDE)}>
          <bdi>{speaking.name ?? siteName(speaking.site)}</bdi>
        </p>
        {speaking.name && <p class="name muted">{siteName(speaking.site)}</p>}
        {speaking.endsAt && <Countdown to={speaking.endsAt} />}
      </div>
      <aside class="floor">
        {others.length > 0 && <p class="label next">{d().next}</p>}
        <ol>
          {others.map((speaker) => (
            <li key={speaker.id} data-speaker={speaker.id}>
              <Who row={speaker} />
            </li>
          ))}
        </ol>
      </aside>
    </div>
  );
}

function Poll({ stage }: { stage: StageRow }): JSX.Element {
  const poll = stage.poll === undefined ? undefined : one('poll', stage.poll);
  if (!poll) return <Agenda />;
  return stage.view === 'poll' ? <PollView poll={poll} /> : <BySiteView poll={poll} />;
}

function Agenda(): JSX.Element {
  const item = all('agenda_item').find((one) => one.state === 'current');
  const conference = one('conference', 'conference');
  return (
    <div class="centre">
      {conference?.theme && (
        <p class="name">
          <Bi text={conference.theme} />
        </p>
      )}
      {item && (
        <>
          <p class="label live">{d().now}</p>
          <p class="text" data-size={sizeOf(pick(item.title))} data-item={item.id}>
            <Bi text={item.title} />
          </p>
        </>
      )}
    </div>
  );
}

const joinUrl = (): string => `${location.origin}/`;

export function Qr({ text }: { text: string }): JSX.Element {
  const { size, data } = encode(text, { ecc: 'M', border: 4 });
  const path = data.flatMap((line, y) => line.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={text} shape-rendering="crispEdges" data-qr={text}>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}

const Join = (): JSX.Element => (
  <div class="beside join">
    <div>
      <p class="text" data-size="l">
        {d().join}
      </p>
      <p class="name">{d().joinHow}</p>
      <p class="name url">{location.host}</p>
    </div>
    <Qr text={joinUrl()} />
  </div>
);

const Message = ({ stage }: { stage: StageRow }): JSX.Element => (
  <p class="text centre" data-size={sizeOf(stage.message ? pick(stage.message) : '')}>
    {stage.message && <Bi text={stage.message} />}
  </p>
);

export function View({ stage }: { stage: StageRow }): JSX.Element | null {
  if (stage.view === 'question') return <Question stage={stage} />;
  if (stage.view === 'speaker') return <Speaker />;
  if (stage.view === 'poll' || stage.view === 'results_by_site') return <Poll stage={stage} />;
  if (stage.view === 'agenda') return <Agenda />;
  if (stage.view === 'join') return <Join />;
  if (stage.view === 'message') return <Message stage={stage} />;
  return null;
}
