// The question that is asked, and those that wait for it in the hub's order, each place with its reason.
import type { JSX } from 'preact';
import { inQueueOrder } from '../../core/queue.ts';
import { callsAnother } from '../../core/speakers.ts';
import type { QuestionRow } from '../../core/types.gen.ts';
import { isOnStage, show } from '../../desk/fields.ts';
import { places } from '../../desk/questions/order.ts';
import type { Why } from '../../desk/questions/order.ts';
import { c } from '../../i18n/chair.ts';
import { q } from '../../i18n/question.ts';
import { s } from '../../i18n/staff.ts';
import { all, linked, relay } from '../../ui/hub.ts';
import { number } from '../../ui/language.ts';
import { Panel, personName, siteName, speakerList, tell } from '../../ui/staff.tsx';

type Act = 'question.ask' | 'question.answer' | 'question.put_back';

// The chair asks the next ones; the whole list is the desk's.
const SHOWN = 20;

const act = (method: Act, { id, rev }: QuestionRow): void => tell(method, relay.submit(method, { question: id, rev }));

const whose = (question: QuestionRow): string =>
  [siteName(question.site), question.anonymous ? q().anonymous : personName(question)].filter(Boolean).join(' · ');

interface ButtonProps {
  readonly method: Act;
  readonly question: QuestionRow;
  readonly label: string;
  readonly main?: boolean;
  readonly off?: boolean;
}

function Button({ method, question, label, main, off = false }: ButtonProps): JSX.Element {
  return (
    <button type="button" class={main ? 'main' : ''} data-action={method} disabled={off || !linked.value} onClick={() => act(method, question)}>
      {label}
    </button>
  );
}

const Asking = ({ question }: { question: QuestionRow }): JSX.Element => (
  <li data-question={question.id} data-state={question.state} data-rev={question.rev}>
    <small>
      #{question.id} · <bdi>{whose(question)}</bdi>
    </small>
    <p class="quote">
      <bdi>{question.text}</bdi>
    </p>
    {question.answerer && (
      <p class="muted">
        <bdi>{q().answerer(question.answerer)}</bdi>
      </p>
    )}
    <p class="row">
      <Button method="question.answer" question={question} label={s().answer} main />
      <Button method="question.put_back" question={question} label={s().putBack} />
      <button
        type="button"
        data-action="stage.show"
        aria-pressed={isOnStage('question', question.id)}
        disabled={!linked.value}
        onClick={() => show({ view: 'question', question: question.id })}
      >
        {isOnStage('question', question.id) ? s().onStageNow : s().toStage}
      </button>
    </p>
  </li>
);

interface WaitingProps {
  readonly question: QuestionRow;
  /** From 1; 0 = the hub has not placed it yet. */
  readonly place: number;
  readonly why: Why | undefined;
  readonly free: boolean;
  /** Somebody else is called: its asker cannot be. */
  readonly taken: boolean;
}

const Waiting = ({ question, place, why, free, taken }: WaitingProps): JSX.Element => (
  <li data-question={question.id} data-state={question.state} data-rev={question.rev}>
    <p class="split" data-place={place} data-why={why}>
      <span>
        <b>{place > 0 ? place : '–'}</b>{' '}
        <small>
          #{question.id} · <bdi>{whose(question)}</bdi>
        </small>
      </span>
      {question.meToo && <small class="tag">{q().meToo(number(question.meToo))}</small>}
    </p>
    <p class="asked">
      <bdi>{question.text}</bdi>
    </p>
    <p class="split">
      <small>{why && s().whys[why]}</small>
      {free && <Button method="question.ask" question={question} label={s().ask} off={taken} />}
    </p>
  </li>
);

export function QuestionPanel(): JSX.Element {
  const order = new Map(places.value.map(({ question }, index) => [question, index]));
  const reasons = new Map(places.value.map(({ question, why }) => [question, why]));
  const waiting = inQueueOrder(
    all('question').filter(({ state }) => state === 'approved'),
    order,
  );
  const asking = all('question').filter(({ state }) => state === 'asking');
  const free = asking.length === 0;
  const { called } = speakerList();
  const taken = (question: QuestionRow): boolean => callsAnother(called, question);
  return (
    <Panel name="approved" title={c().questions} count={waiting.length}>
      {asking.length > 0 && (
        <ul class="plain" data-list="asking">
          {asking.map((question) => (
            <Asking key={question.id} question={question} />
          ))}
        </ul>
      )}
      {free && waiting.length === 0 && <p class="empty">{s().noneApproved}</p>}
      {free && waiting.some(taken) && <p class="muted">{c().calledFirst}</p>}
      <ol class="plain" aria-label={c().inOrder}>
        {waiting.slice(0, SHOWN).map((question) => (
          <Waiting key={question.id} question={question} place={(order.get(question.id) ?? -1) + 1} why={reasons.get(question.id)} free={free} taken={taken(question)} />
        ))}
      </ol>
      {waiting.length > SHOWN && <p class="muted">{c().more(waiting.length - SHOWN)}</p>}
    </Panel>
  );
}
