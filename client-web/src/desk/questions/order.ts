// The order in which approved questions would be asked, each place with its reason. The hub makes it; it is asked for, not pushed.
import { effect, signal } from '@preact/signals';
import { createFollower } from '../../core/follow.ts';
import type { QuestionQueueResult } from '../../core/types.gen.ts';
import { timers } from '../../ui/browser.ts';
import { all, linked, one, ready, relay } from '../../ui/hub.ts';

export type Why = QuestionQueueResult['queue'][number]['why'];

export const places = signal<QuestionQueueResult['queue']>([]);
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
