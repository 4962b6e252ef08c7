// Where the conference stands, as the chair's page reads it, and the one step that follows from it.
import { computed } from '@preact/signals';
import { doubtAbout, nextStep, reachOf, stepKey, waitingPoll } from '../../core/next_step.ts';
import type { NextStep, Reach } from '../../core/next_step.ts';
import type { SpeakerRow } from '../../core/types.gen.ts';
import { places } from '../../desk/questions/order.ts';
import { all, live, now, one, ready } from '../../ui/hub.ts';
import { speakerList } from '../../ui/staff.tsx';

export const step = computed((): NextStep => {
  if (!ready.value) return { act: 'none' };
  const order = new Map(places.value.map(({ question }, index) => [question, index]));
  return nextStep({ list: speakerList(), polls: all('poll'), questions: all('question'), order, items: all('agenda_item') }, now.value);
});

/** The poll that would lie below the fold. */
export const pollBelow = computed(() => waitingPoll(step.value, all('poll')));

export const reach = ({ site }: SpeakerRow): Reach => reachOf(site === undefined ? undefined : one('site', site), live.value?.links, live.value?.operators);

/** Why the button asks first; null: it does not. */
export const doubt = computed(() => doubtAbout(step.value, 'speaker' in step.value ? reach(step.value.speaker) : 'unknown'));

export const key = computed(() => stepKey(step.value));
