// The whole life of the question whose details are open, fetched page by page when it is asked for.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { QuestionAct, QuestionRow } from '../../core/types.gen.ts';
import { hi } from '../../i18n/history.ts';
import { q } from '../../i18n/question.ts';
import { dayAndTime } from '../../ui/day.ts';
import { linked, relay } from '../../ui/hub.ts';
import { accountName } from '../../ui/staff.tsx';

interface Life {
  readonly question: number;
  /** The row's when it was asked for: later ones have more to tell. */
  readonly rev: number;
  readonly acts: readonly QuestionAct[];
  readonly more: boolean;
  readonly failed: boolean;
}

const life = signal<Life | null>(null);

function fetchMore({ id, rev }: QuestionRow, acts: readonly QuestionAct[]): void {
  const after = acts[acts.length - 1]?.n ?? 0;
  life.value = { question: id, rev, acts, more: false, failed: false };
  const isStill = (): boolean => life.value?.question === id && life.value.rev === rev;
  relay.ask('question.history', { question: id, after }).then(
    (answer) => isStill() && (life.value = { question: id, rev, acts: [...acts, ...answer.acts], more: answer.more, failed: false }),
    () => isStill() && (life.value = { question: id, rev, acts, more: false, failed: true }),
  );
}

function nameOf({ event, on }: QuestionAct): string {
  if (event === 'question_pinned' && !on) return hi().unpinned;
  return event === 'question_moved' && !on ? hi().placedAuto : hi().acts[event];
}

const Act = ({ act }: { act: QuestionAct }): JSX.Element => (
  <li data-act={act.event} data-n={act.n}>
    <p>
      <time>{dayAndTime(act.at)}</time> {act.actor && <bdi>{accountName(act.actor)}: </bdi>}
      <b>{nameOf(act)}</b>
      {act.into !== undefined && ` ${hi().into(act.into)}`}
      {act.reason && ` – ${q().reasons[act.reason]}`}
      {act.note && (
        <>
          {' – '}
          <bdi>{act.note}</bdi>
        </>
      )}
    </p>
    {act.original && (
      <p class="muted">
        {hi().before}: <bdi>{act.original}</bdi>
      </p>
    )}
    {act.text && (
      <p>
        {act.original && `${hi().after}: `}
        <bdi>{act.text}</bdi>
      </p>
    )}
  </li>
);

export function LifeOf({ question }: { question: QuestionRow }): JSX.Element {
  const known = life.value?.question === question.id ? life.value : null;
  const isStale = known !== null && known.rev !== question.rev;
  return (
    <>
      <p class="row">
        <button type="button" class="quiet" data-action="history" aria-expanded={known !== null} disabled={!known && !linked.value} onClick={() => (known ? (life.value = null) : fetchMore(question, []))}>
          {known ? hi().close : hi().open}
        </button>
      </p>
      {known && (
        <ol class="plain" data-history={question.id}>
          {known.acts.map((act) => (
            <Act key={act.n} act={act} />
          ))}
        </ol>
      )}
      {known?.failed && <p class="lack">{hi().failed}</p>}
      {known && (known.more || known.failed || isStale) && (
        <p class="row">
          <button type="button" data-action="history-more" disabled={!linked.value} onClick={() => fetchMore(question, known.acts)}>
            {hi().more}
          </button>
        </p>
      )}
    </>
  );
}
