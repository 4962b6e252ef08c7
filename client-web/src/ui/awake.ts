// A screen that others look at must not go dark by itself.
import { signal } from '@preact/signals';

/** The browser has promised it, for as long as the page can be seen. */
export const awake = signal(false);

/** Held for as long as the page can be seen; browsers give it up when it is hidden, so it is asked for again. */
export function keepAwake(): void {
  const hold = (): void => {
    const lock = (navigator as { wakeLock?: WakeLock }).wakeLock;
    // Where a browser refuses, its own settings decide.
    if (document.hidden || !lock) return;
    lock.request('screen').then(
      (held) => {
        awake.value = true;
        held.addEventListener('release', () => (awake.value = false));
      },
      () => (awake.value = false),
    );
  };
  document.addEventListener('visibilitychange', hold);
  hold();
}
