// The approved questions in the order in which they would be asked, each place with its reason.
import { effect, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { createFollower } from '../../core/follow.ts';
import { inQueueOrder } from '../../core/queue.ts';
import type { QuestionQueueResult } from '../../core/types.gen.ts';
import { s } from '../../i18n/staff.ts';
import { timers } from '../../ui/browser.ts';
import { all, linked, one, ready, relay } from '../../ui/hub.ts';
import { Panel } from '../../ui/staff.tsx';
import { inState } from './desk.ts';
import { List } from './question.tsx';

type Places = QuestionQueueResult['queue'];

const places = signal<Places>([]);
// Far below what the hub allows one connection, whatever else the desk does.
const EVERY_MS = 1500;

const follow = createFollower({
  timers,
  ask: () => relay.ask('question.queue', {}),
  took: ({ queue }) => {
    places.value = queue;
  },
  everyMs: EVERY_MS,
});

// All that the order hangs on: what is approved, what was asked already, and what the desk pinned or moved.
effect(() => {
  const asked = all('question').filter((question) => question.state === 'approved' || question.askedAt);
  const rev = one('queue', 'queue')?.rev ?? 0;
  follow(ready.value && linked.value ? `${rev} ${asked.map(({ id, state }) => `${id}${state}`).join()}` : '');
});

export function ApprovedPanel(): JSX.Element {
  const order = new Map(places.value.map(({ question }, index) => [question, index]));
  const rows = inQueueOrder(inState('approved'), order);
  const reasons = new Map(places.value.map(({ question, why }) => [question, why]));
  return (
    <Panel name="approved" title={s().approved} count={rows.length}>
      <List name="approved" rows={rows} empty={s().noneApproved} order={{ places: order, reasons, queue: one('queue', 'queue') }} />
    </Panel>
  );
}
