import { effect, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { Timers } from '../core/timers.ts';

/** What `read` gives, told at most once in so many milliseconds; what it gave last is always told. */
export function calmed<T>(read: () => T, every: number, timers: Pick<Timers, 'now' | 'after'>): ReadonlySignal<T> {
  const told = signal(read());
  let toldAt = -Infinity;
  let due = false;
  const tell = (): void => {
    due = false;
    toldAt = timers.now();
    told.value = read();
  };
  effect(() => {
    read();
    const wait = toldAt + every - timers.now();
    if (due) return;
    due = wait > 0;
    if (due) timers.after(wait, tell);
    else tell();
  });
  return told;
}
