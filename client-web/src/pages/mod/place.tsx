// The place of an approved question in the order, why it has it, and what the desk can do about it.
import type { JSX } from 'preact';
import { movesOf } from '../../core/queue.ts';
import type { Moves } from '../../core/queue.ts';
import type { QuestionQueueResult, QueueRow } from '../../core/types.gen.ts';
import { s } from '../../i18n/staff.ts';
import { tr } from '../../i18n/triage.ts';
import { linked } from '../../ui/hub.ts';
import { Key, shortcut } from '../../ui/key.tsx';
import { number } from '../../ui/language.ts';
import { say } from '../../ui/say.ts';
import { act } from './desk.ts';
import { grip } from './drag.ts';

export type Why = QuestionQueueResult['queue'][number]['why'];

const MOVES: readonly { name: keyof Moves; sign: string; key?: string }[] = [
  { name: 'up', sign: '↑', key: 'Alt+ArrowUp' },
  { name: 'down', sign: '↓', key: 'Alt+ArrowDown' },
  { name: 'fair', sign: '⚖' },
];

/** One step by hand, and where that leads, told; false where there is nowhere to go. */
export function moveBy(queue: QueueRow, question: number, name: keyof Moves, size: number): boolean {
  const move = movesOf(queue, question)[name];
  if (!move) return false;
  act('question.move', move);
  if (name === 'fair') return true;
  const shown = queue.manual.filter((id) => !queue.pinned.includes(id));
  const at = shown.indexOf(question);
  const place = queue.pinned.length + 1 + (at < 0 ? shown.length : name === 'up' ? at - 1 : at + 1);
  say((name === 'up' ? tr().movedUp : tr().movedDown)(number(place), number(size)));
  return true;
}

interface PlaceProps {
  readonly question: number;
  readonly queue: QueueRow;
  /** From 1; 0 = the hub has not placed it yet. */
  readonly place: number;
  readonly size: number;
  readonly why: Why | undefined;
  readonly reached: boolean;
}

export function Place({ question, queue, place, size, why, reached }: PlaceProps): JSX.Element {
  const moves = movesOf(queue, question);
  const pinned = queue.pinned.includes(question);
  return (
    <p class="row place" data-place={place} data-why={why}>
      {!pinned && (
        <span class="grip" aria-hidden="true" title={tr().drag} onPointerDown={(event) => linked.value && grip(event, question)}>
          ⠿
        </span>
      )}
      <b>{place > 0 ? place : '–'}</b>
      <small class="grow">{why && s().whys[why]}</small>
      {MOVES.map(
        ({ name, sign, key }) =>
          moves[name] && (
            <button
              key={name}
              type="button"
              data-action="question.move"
              data-move={name}
              title={s()[name]}
              tabIndex={reached ? 0 : -1}
              aria-label={`${s()[name]} #${question}`}
              aria-keyshortcuts={key && shortcut(key)}
              disabled={!linked.value}
              onClick={() => moveBy(queue, question, name, size)}
            >
              {sign}
            </button>
          ),
      )}
      <button
        type="button"
        data-action="question.pin"
        tabIndex={reached ? 0 : -1}
        aria-pressed={pinned}
        aria-keyshortcuts={shortcut('KeyP')}
        disabled={!linked.value}
        onClick={() => act('question.pin', { question, pin: !pinned, rev: queue.rev })}
      >
        {pinned ? s().unpin : s().pin}
        <Key of="KeyP" />
      </button>
    </p>
  );
}
