// Where the own questions stand in the order in which they would be asked: asked for now and then, as what moves them is not told to a site.
import { effect, signal } from '@preact/signals';
import { createFollower } from '../../core/follow.ts';
import { timers } from '../../ui/browser.ts';
import { all, now, ready, relay, within } from '../../ui/hub.ts';
import { isOwn } from './own.ts';

const EVERY_MS = 5000;
const AGAIN_MS = 10_000;

/** Place from 1 by question; nothing of one that stands too far back, or was approved a moment ago. */
export const placesOfQuestions = signal<ReadonlyMap<number, number>>(new Map());

const follow = createFollower({
  timers,
  ask: () => relay.ask('question.queue', {}),
  took: ({ queue }) => (placesOfQuestions.value = new Map(queue.map(({ question }, index) => [question, index + 1]))),
  everyMs: EVERY_MS,
});

effect(() => {
  const waiting = ready.value && within.value ? all('question').filter((question) => isOwn(question) && question.state === 'approved') : [];
  if (waiting.length > 0) follow(`${waiting.map(({ id }) => id).join()} ${Math.floor(now.value / AGAIN_MS)}`);
});
