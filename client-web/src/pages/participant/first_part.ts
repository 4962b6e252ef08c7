// In the second part this stands for what the first part has loaded already: kit.ts.
import type { Relay } from '../../core/relay.ts';
import type { Kit } from './kit.ts';

const kit = (globalThis as unknown as { lamrelay: Kit }).lamrelay;

export const { all, linked, live, me, mine, now, one, ready, waiting } = kit;
export const { b, dictionary, hourAndMinute, number, pick, t } = kit;
export const { ballotWord, Bi, Chip, heldWord, isOpen, optionNames } = kit;
export const { effect, signal, storageFor, tab, take } = kit;
export const relay: Pick<Relay, 'ask' | 'submit' | 'submitNow'> = {
  ask: (method, params) => kit.relay.ask(method, params),
  submit: (method, params) => kit.relay.submit(method, params),
  submitNow: (method, params) => kit.relay.submitNow(method, params),
};
