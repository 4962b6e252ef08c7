// The queue put in order with the pointer: mouse, pen or finger on the grip of a row. Buttons and keys do the same in steps.
import { movesTo } from '../../core/queue.ts';
import { tr } from '../../i18n/triage.ts';
import { one } from '../../ui/hub.ts';
import { number } from '../../ui/language.ts';
import { say } from '../../ui/say.ts';
import { act } from './desk.ts';

const EDGE_PX = 48;
const SCROLL_PX = 12;

/** The rows that the dragged one can be put among, those that are pinned being above them all. */
function rowsOf(list: Element, question: number): HTMLElement[] {
  const pinned = one('queue', 'queue')?.pinned ?? [];
  return [...list.querySelectorAll<HTMLElement>(':scope > li[data-question]')].filter((row) => {
    const id = Number(row.dataset['question']);
    return id !== question && !pinned.includes(id);
  });
}

const placeAt = (rows: readonly HTMLElement[], y: number): number =>
  rows.filter((row) => {
    const { top, height } = row.getBoundingClientRect();
    return top + height / 2 < y;
  }).length;

function drop(list: Element, question: number, place: number): void {
  const queue = one('queue', 'queue');
  if (!queue) return;
  const shown = [...list.querySelectorAll<HTMLElement>(':scope > li[data-question]')].map((row) => Number(row.dataset['question']));
  const moves = movesTo(queue, shown, question, place);
  for (const move of moves) act('question.move', move);
  if (moves.length > 0) say(tr().moved(number(queue.pinned.length + place + 1), number(shown.length)));
}

/** Follows the pointer from the grip of a row until it is let go; Escape gives the row back. */
export function grip(begun: PointerEvent, question: number): void {
  const handle = begun.currentTarget as HTMLElement;
  const dragged = handle.closest<HTMLElement>('li');
  const list = dragged?.parentElement;
  if (!dragged || !list || begun.button !== 0) return;
  begun.preventDefault();
  const rows = rowsOf(list, question);
  let place = -1;
  const over = new AbortController();

  function unmark(): void {
    for (const row of rows) delete row.dataset['drop'];
  }

  function follow({ clientY }: PointerEvent): void {
    const { top, bottom } = (list as HTMLElement).getBoundingClientRect();
    if (clientY < top + EDGE_PX) (list as HTMLElement).scrollTop -= SCROLL_PX;
    if (clientY > bottom - EDGE_PX) (list as HTMLElement).scrollTop += SCROLL_PX;
    place = placeAt(rows, clientY);
    unmark();
    const [row, side] = place < rows.length ? [rows[place], 'above'] : [rows.at(-1), 'below'];
    if (row) row.dataset['drop'] = side;
  }

  function end(): void {
    over.abort();
    unmark();
    delete (dragged as HTMLElement).dataset['dragged'];
  }

  const heard = { signal: over.signal };
  handle.setPointerCapture(begun.pointerId);
  dragged.dataset['dragged'] = 'yes';
  handle.addEventListener('pointermove', follow, heard);
  handle.addEventListener('pointercancel', end, heard);
  document.addEventListener('keydown', (event) => event.key === 'Escape' && end(), heard);
  handle.addEventListener(
    'pointerup',
    () => {
      end();
      if (place >= 0) drop(list, question, place);
    },
    heard,
  );
}
