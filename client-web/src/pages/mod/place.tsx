// The place of an approved question in the order, why it has it, and what the desk can do about it.
import type { JSX } from 'preact';
import { movesOf } from '../../core/queue.ts';
import type { Moves } from '../../core/queue.ts';
import type { QuestionQueueResult, QueueRow } from '../../core/types.gen.ts';
import { s } from '../../i18n/staff.ts';
import { linked } from '../../ui/hub.ts';
import { act } from './desk.ts';

export type Why = QuestionQueueResult['queue'][number]['why'];

const MOVES: readonly { name: keyof Moves; sign: string }[] = [
  { name: 'up', sign: '↑' },
  { name: 'down', sign: '↓' },
  { name: 'fair', sign: '⚖' },
];

interface PlaceProps {
  readonly question: number;
  readonly queue: QueueRow;
  /** From 1; 0 = the hub has not placed it yet. */
  readonly place: number;
  readonly why: Why | undefined;
}

export function Place({ question, queue, place, why }: PlaceProps): JSX.Element {
  const moves = movesOf(queue, question);
  const pinned = queue.pinned.includes(question);
  return (
    <p class="row place" data-place={place} data-why={why}>
      <b>{place > 0 ? place : '–'}</b>
      <small class="grow">{why && s().whys[why]}</small>
      {MOVES.map(({ name, sign }) => {
        const move = moves[name];
        return (
          move && (
            <button
              key={name}
              type="button"
              data-action="question.move"
              data-move={name}
              title={s()[name]}
              aria-label={`${s()[name]} #${question}`}
              disabled={!linked.value}
              onClick={() => act('question.move', move)}
            >
              {sign}
            </button>
          )
        );
      })}
      <button
        type="button"
        data-action="question.pin"
        aria-pressed={pinned}
        disabled={!linked.value}
        onClick={() => act('question.pin', { question, pin: !pinned, rev: queue.rev })}
      >
        {pinned ? s().unpin : s().pin}
      </button>
    </p>
  );
}
