// Beside a new question the one before it that says nearly the same, as far as the hub can tell.
import { effect, signal } from '@preact/signals';
import { createHints } from '../../core/hints.ts';
import { timers } from '../../ui/browser.ts';
import { linked, one, ready, relay } from '../../ui/hub.ts';
import { isHeld, pendingList, refreshes } from './board.ts';
import { moderates } from './desk.ts';
import { limitOf } from './question.tsx';

const known = signal<ReadonlyMap<number, number | undefined>>(new Map());
const shown = signal(known.value);

const look = createHints({
  timers,
  ask: (question) => relay.ask('question.similar', { question }).then(({ matches }) => matches),
  found: (question, near) => {
    known.value = new Map(known.value).set(question, near);
  },
});

effect(() => {
  const { ids, fresh } = pendingList.value;
  const inSight = ready.value && linked.value && moderates() ? [...ids.slice(0, limitOf('pending')), ...fresh.slice(0, limitOf('pending'))] : [];
  look(inSight.map((id) => one('question', id)).flatMap((row) => (row?.state === 'pending' ? [{ id: row.id, text: row.text }] : [])));
});

let shownAt = 0;

// A mark can make its row higher: while somebody is in the list it comes with what they let in.
effect(() => {
  const count = refreshes.value;
  if (isHeld.value && count === shownAt) return;
  shownAt = count;
  shown.value = known.value;
});

export function nearOf(question: number): number | undefined {
  const near = shown.value.get(question);
  const state = near && one('question', near)?.state;
  return state && state !== 'merged' && state !== 'withdrawn' ? near : undefined;
}
