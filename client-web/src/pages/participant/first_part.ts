// In the second part this stands for what the first part has loaded already: kit.ts.
import type { Relay } from '../../core/relay.ts';
import type { Kit } from './kit.ts';

const kit = (globalThis as unknown as { lamrelay: Kit }).lamrelay;

export const { all, alone, held, linked, live, me, mine, now, one, ready, state, waiting, within } = kit;
export const { b, dictionary, hourAndMinute, number, pick, t } = kit;
export const { ballotWord, Bi, Chip, heldWord, isOpen, optionNames } = kit;
export const { effect, openAt, signal, sockets, storageFor, tab, take, timers } = kit;
export const relay: Pick<Relay, 'ask' | 'castHere' | 'dismiss' | 'drop' | 'isThisDevice' | 'submit' | 'submitNow'> = {
  castHere: (poll) => kit.relay.castHere(poll),
  dismiss: (key) => kit.relay.dismiss(key),
  drop: () => kit.relay.drop(),
  isThisDevice: (device) => kit.relay.isThisDevice(device),
  ask: (method, params) => kit.relay.ask(method, params),
  submit: (method, params) => kit.relay.submit(method, params),
  submitNow: (method, params) => kit.relay.submitNow(method, params),
};
