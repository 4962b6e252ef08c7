// How long the way to the hub and back takes, measured by asking it for little, as long as somebody looks.
import { effect, signal } from '@preact/signals';
import { linked, ready, relay, within } from '../../ui/hub.ts';

const EVERY_MS = 10_000;

/** Of the last question that was answered; null while none has been, or the link is down. */
export const roundTrip = signal<number | null>(null);

let asking = false;

async function measure(): Promise<void> {
  if (asking || !ready.peek() || !within.peek() || document.hidden) return;
  asking = true;
  const sent = performance.now();
  try {
    await relay.ask('question.list', { limit: 1 });
    roundTrip.value = Math.max(1, Math.round(performance.now() - sent));
  } catch {
    // Refused or lost: nothing was measured.
  }
  asking = false;
}

// The first answer comes while the page is still being drawn.
const AGAIN_MS = 1500;

effect(() => {
  if (ready.value && linked.value && within.value) {
    void measure();
    setTimeout(() => void measure(), AGAIN_MS);
  } else roundTrip.value = null;
});

setInterval(() => void measure(), EVERY_MS);
document.addEventListener('visibilitychange', () => void measure());
