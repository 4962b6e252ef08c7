// In the second part this stands for what the first part has loaded already: kit.ts.
import type { Relay } from '../../core/relay.ts';
import type { Kit } from './kit.ts';

const kit = (globalThis as unknown as { lamrelay: Kit }).lamrelay;

export const {
  all, alone, held, linked, live, me, mine, now, one, phase, ready, state, useHere, waiting, within,
  dictionary, hourAndMinute, number, pick, t, w,
  ballotWord, Bi, Chip, digitsOf, heldWord, isCode, isOpen, Notice, optionNames, Starting, Timer, trouble,
  Fragment, jsx,
  effect, isStored, openAt, parsed, signal, sockets, storageFor, tab, take, timers, unseenPoll,
} = kit;
export { jsx as jsxs };

// Whichever is the page's at that moment.
export const relay = new Proxy({} as Relay, { get: (_, name) => kit.relay[name as keyof Relay] });
