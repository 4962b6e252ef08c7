// In the second part this stands for what the first part has loaded already: kit.ts.
import type { Relay } from '../../core/relay.ts';
import type { Kit } from './kit.ts';

const kit = (globalThis as unknown as { lamrelay: Kit }).lamrelay;

export const { all, alone, held, linked, live, me, mine, now, one, phase, ready, state, useHere, waiting, within } = kit;
export const { b, dictionary, hourAndMinute, number, pick, t, w } = kit;
export const { ballotWord, Bi, Chip, digitsOf, heldWord, isCode, isOpen, Notice, optionNames, Starting, Timer, trouble } = kit;
export const { Fragment, jsx } = kit;
export { jsx as jsxs };
export const { effect, isStored, openAt, signal, sockets, storageFor, tab, take, timers, unseenPoll } = kit;
export const relay: Pick<Relay, 'ask' | 'castHere' | 'dismiss' | 'drop' | 'hurry' | 'isThisDevice' | 'signOut' | 'submit' | 'submitNow'> = {
  castHere: (poll) => kit.relay.castHere(poll),
  dismiss: (key) => kit.relay.dismiss(key),
  drop: () => kit.relay.drop(),
  hurry: () => kit.relay.hurry(),
  isThisDevice: (device) => kit.relay.isThisDevice(device),
  ask: (method, params) => kit.relay.ask(method, params),
  signOut: () => kit.relay.signOut(),
  submit: (method, params) => kit.relay.submit(method, params),
  submitNow: (method, params) => kit.relay.submitNow(method, params),
};
