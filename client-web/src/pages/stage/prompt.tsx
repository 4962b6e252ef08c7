// For who answers on the podium: what is being asked, by whom, and the time.
import type { JSX } from 'preact';
import { durationText } from '../../core/duration.ts';
import type { QuestionRow } from '../../core/types.gen.ts';
import { q } from '../../i18n/question.ts';
import { all, now } from '../../ui/hub.ts';
import { Clock, inState, Who, wordOf } from './floor.tsx';
import { sizeOf } from './size.ts';
import { d } from './words.ts';

// Nothing but the time stands beside it.
const ALONE = 1.4;

const Since = ({ question }: { question: QuestionRow }): JSX.Element | null =>
  question.askedAt === undefined || now.value === 0 ? null : <span class="timer">{durationText(Math.max(0, now.value - question.askedAt))}</span>;

export function Prompt(): JSX.Element {
  const question = all('question').find(({ state }) => state === 'asking');
  const speaking = inState('speaking', 'paused');
  if (!question) return <p class="text centre" data-size="xl">{d().nothingAsked}</p>;
  return (
    <div class="prompt" data-question={question.id}>
      <p class="text" data-size={sizeOf(question.text, ALONE)}>
        <bdi>{question.text}</bdi>
      </p>
      <div class="prompt-foot">
        <p class="name">
          <Who row={question} />
          {question.answerer && (
            <b class="answerer">
              <bdi>{q().answerer(question.answerer)}</bdi>
            </b>
          )}
        </p>
        <p class="prompt-time">
          <span class="muted">{speaking ? wordOf(speaking) : d().sinceAsked}</span>
          {speaking ? <Clock speaker={speaking} /> : <Since question={question} />}
        </p>
      </div>
    </div>
  );
}
