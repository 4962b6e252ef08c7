// What a display does besides drawing: F fills the screen, and nobody needs to see a pointer that lies still.

const IDLE_MS = 3000;

export function keepHabits(): void {
  let still: ReturnType<typeof setTimeout>;
  const moved = (): void => {
    document.documentElement.removeAttribute('data-idle');
    clearTimeout(still);
    still = setTimeout(() => document.documentElement.setAttribute('data-idle', ''), IDLE_MS);
  };
  document.addEventListener('pointermove', moved);
  document.addEventListener('keydown', (event) => {
    if (event.code !== 'KeyF' || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
    // Where a browser does not allow it, the window stays as it is.
    done.catch(() => undefined);
  });
  moved();
}
