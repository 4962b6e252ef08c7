// The part of @preact/signals that the page for phones uses, in a tenth of the size: after a change of anything that was read all effects
// run again, once. With the few rows of a phone that costs less than loading the code that would find out which.

interface Value<T> {
  value: T;
}

const effects: (() => void)[] = [];
let due = false;
let run = 0;

// In a task of its own: what comes together, as a hello and its snapshots do, is drawn together, and a long task ends before it.
function runSoon(): void {
  if (due) return;
  due = true;
  setTimeout(() => {
    due = false;
    run += 1;
    for (const act of effects) act();
  });
}

export function signal<T>(value: T): Value<T> {
  let readIn = 0;
  return {
    get value() {
      readIn = run;
      return value;
    },
    set value(next) {
      if (next === value) return;
      value = next;
      // What the last run did not read would change nothing in the next: a clock that nobody looks at draws nothing.
      if (readIn === run) runSoon();
    },
  };
}

export const computed = <T>(read: () => T): Readonly<Value<T>> => ({
  get value() {
    return read();
  },
});

// The first time in a task of its own, too: what is drawn while the page is still read is laid out at the end of that, in one long task.
export function effect(act: () => void): void {
  effects.push(act);
  runSoon();
}
