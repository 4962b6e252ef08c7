// Keeps an answer of the hub up to date that is asked for and not pushed.
import type { Timers } from './timers.ts';

export interface Followed<T> {
  timers: Timers;
  ask(): Promise<T>;
  took(answer: T): void;
  /** Not oftener than this: a desk at work changes what is asked about many times a second. */
  everyMs: number;
}

/** `follow(key)`: asks when the key is another one than at the last answer; an empty key asks for nothing. */
export function createFollower<T>({ timers, ask, took, everyMs }: Followed<T>): (key: string) => void {
  let wanted = '';
  let answered = '';
  let resting = false;

  function askIfDue(): void {
    if (resting || wanted === '' || wanted === answered) return;
    const key = wanted;
    resting = true;
    timers.after(everyMs, () => {
      resting = false;
      askIfDue();
    });
    ask().then(
      (answer) => {
        answered = key;
        took(answer);
      },
      // Asked again after the rest.
      () => undefined,
    );
  }

  return (key) => {
    wanted = key;
    askIfDue();
  };
}
