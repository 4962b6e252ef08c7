// A screen that others look at must not go dark by itself.

/** Held for as long as the page can be seen; browsers give it up when it is hidden, so it is asked for again. */
export function keepAwake(): void {
  const hold = (): void => {
    const lock = (navigator as { wakeLock?: WakeLock }).wakeLock;
    // Where a browser refuses, its own settings decide.
    if (!document.hidden) lock?.request('screen').catch(() => undefined);
  };
  document.addEventListener('visibilitychange', hold);
  hold();
}
