// Who has which question open: said to the hub for the own one, shown of the others.
import { computed, effect } from '@preact/signals';
import { createClaims, othersClaims } from '../../core/claims.ts';
import type { LiveClaim } from '../../core/types.gen.ts';
import { timers } from '../../ui/browser.ts';
import { linked, live, me, ready, relay } from '../../ui/hub.ts';
import { form, moderates, opened } from './desk.ts';

const hold = createClaims({
  timers,
  claim(question, on) {
    relay.ask('question.claim', { question, on }).catch(() => undefined);
  },
});

effect(() => {
  const wanted = form.value?.question ?? opened.value;
  // After a lost link it is claimed anew.
  hold(ready.value && linked.value && moderates() ? wanted : null);
});

// Kept the same while no claim changes: a beat about something else must not draw the lists again.
const heard = computed(() => JSON.stringify(live.value?.claims ?? []));
const others = computed(() => othersClaims(JSON.parse(heard.value) as LiveClaim[], me.value?.id));

export const claimedBy = (question: number): string | undefined => others.value.get(question);
