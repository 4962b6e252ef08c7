// What is shown is kept on the device, so that the page can be opened where there is no network, and says how old it is.
import { effect } from '@preact/signals';
import { pack } from '../../../core/keep.ts';
import type { HeldRows } from '../../../core/rows.ts';
import { storageFor, timers } from '../../../ui/browser.ts';
import { now, ready, state } from '../../../ui/hub.ts';

const REST_MS = 1000;
const stored = storageFor('participant.rows');
let kept: HeldRows | undefined;
let resting = false;

function keep(): void {
  const { hello, rows, linked, freshAt } = state.value;
  if (!ready.value || !hello) return;
  kept = rows;
  try {
    stored.write(pack({ rows, hello, at: linked ? now.value : freshAt }));
  } catch {
    // Then it is opened only with a network.
  }
}

effect(() => {
  if (resting || state.value.rows === kept) return;
  resting = true;
  timers.after(REST_MS, () => {
    resting = false;
    keep();
  });
});

// Also without news: until now it was true.
addEventListener('pagehide', keep);
