import type { JSX } from 'preact';
import { viewOf } from '../../core/displays.ts';
import { currentItem } from '../../core/programme.ts';
import { isCalled } from '../../core/speakers.ts';
import type { SpeakerRow, StageRow } from '../../core/types.gen.ts';
import { q } from '../../i18n/question.ts';
import { all, one } from '../../ui/hub.ts';
import { pick } from '../../ui/language.ts';
import { Bi } from '../../ui/parts.tsx';
import { Agenda } from './agenda.tsx';
import { BigClock } from './clock.tsx';
import { Clock, inState, Left, siteName, speakers, Who, wordOf } from './floor.tsx';
import { Address, JoinCode } from './joining.tsx';
import { LowerThird } from './lower_third.tsx';
import { BySiteView, PollView } from './polls.tsx';
import { Prompt } from './prompt.tsx';
import { sizeOf } from './size.ts';
import { d } from './words.ts';

// Beside the panel of speakers.
const BESIDE = 0.7;

/** Who speaks and who comes next, beside or below a question; its own asker is called by it and named with it. */
function Floor({ speaking, next }: { speaking: SpeakerRow | undefined; next: SpeakerRow | undefined }): JSX.Element {
  return (
    <aside class="floor">
      {speaking && (
        <>
          <p class={speaking.state === 'speaking' ? 'label live' : 'label'}>{wordOf(speaking)}</p>
          <p class="name">
            <Who row={speaking} />
          </p>
          <Clock speaker={speaking} />
          <Left speaker={speaking} />
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
  const speaking = inState('speaking', 'paused');
  const next = speakers().find((speaker) => isCalled(speaker) && speaker.question !== question.id);
  const size = sizeOf(question.text, speaking || next ? BESIDE : 1);
  // Beside a panel the longest texts would be too small to be read from the last row.
  const below = size === 's' || !speaking;
  return (
    <div class={below ? 'beside below' : 'beside'} data-question={question.id}>
      <div>
        <p class={question.state === 'asking' ? 'label live' : 'label'}>{q().states[question.state]}</p>
        <p class="text" data-size={below ? sizeOf(question.text) : size}>
          <bdi>{question.text}</bdi>
        </p>
        <p class="name">
          <Who row={question} />
        </p>
        {question.answerer && (
          <p class="answerer">
            <bdi>{q().answerer(question.answerer)}</bdi>
          </p>
        )}
      </div>
      {(speaking || next) && <Floor speaking={speaking} next={next} />}
    </div>
  );
}

const Others = ({ list }: { list: readonly SpeakerRow[] }): JSX.Element => (
  <ol>
    {list.map((speaker) => (
      <li key={speaker.id} data-speaker={speaker.id}>
        <Who row={speaker} />
      </li>
    ))}
  </ol>
);

function Speaker(): JSX.Element {
  const list = speakers();
  const speaking = inState('speaking', 'paused') ?? inState('next', 'ready');
  const others = list.filter(({ id }) => id !== speaking?.id);
  if (!speaking && others.length > 0)
    return (
      <div class="line">
        <p class="label next">{d().next}</p>
        <Others list={others} />
      </div>
    );
  if (!speaking)
    return (
      <p class="text centre" data-size="xl">
        {currentItem(all('agenda_item'))?.speakers === 'closed' ? d().listClosed : d().nobody}
      </p>
    );
  return (
    <div class="beside" data-speaker={speaking.id}>
      <div>
        <p class={speaking.state === 'speaking' ? 'label live' : 'label next'}>{wordOf(speaking)}</p>
        <p class="text" data-size={sizeOf(speaking.name ?? siteName(speaking.site), BESIDE)}>
          <bdi>{speaking.name ?? siteName(speaking.site)}</bdi>
        </p>
        {speaking.name && <p class="name muted">{siteName(speaking.site)}</p>}
        <Clock speaker={speaking} />
      </div>
      {others.length > 0 && (
        <aside class="floor">
          <p class="label next">{d().next}</p>
          <Others list={others} />
        </aside>
      )}
    </div>
  );
}

function Poll({ stage }: { stage: StageRow }): JSX.Element {
  const poll = stage.poll === undefined ? undefined : one('poll', stage.poll);
  if (!poll) return <Agenda />;
  return stage.view === 'poll' ? <PollView poll={poll} /> : <BySiteView poll={poll} />;
}

const Join = (): JSX.Element => (
  <div class="beside join">
    <div>
      <p class="text" data-size="l">
        {d().join}
      </p>
      <p class="name">{d().joinHow}</p>
      <p class="name">
        <Address />
      </p>
    </div>
    <JoinCode />
  </div>
);

const Message = ({ stage }: { stage: StageRow }): JSX.Element => (
  <p class="text centre" data-size={sizeOf(stage.message ? pick(stage.message) : '')}>
    {stage.message && <Bi text={stage.message} />}
  </p>
);

export function View({ stage }: { stage: StageRow | undefined }): JSX.Element | null {
  if (!stage || viewOf(stage) === 'agenda') return <Agenda />;
  if (stage.view === 'question') return <Question stage={stage} />;
  if (stage.view === 'speaker') return <Speaker />;
  if (stage.view === 'poll' || stage.view === 'results_by_site') return <Poll stage={stage} />;
  if (stage.view === 'join') return <Join />;
  if (stage.view === 'message') return <Message stage={stage} />;
  if (stage.view === 'clock') return <BigClock />;
  if (stage.view === 'prompt') return <Prompt />;
  if (stage.view === 'lower_third') return <LowerThird />;
  return null;
}
