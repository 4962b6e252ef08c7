// The socket goes where the person is served: the own site's process, or the hub when that does not answer.
import { effect, signal } from '@preact/signals';
import { createMoving } from '../core/moving.ts';
import type { Moving } from '../core/moving.ts';
import type { HelloResult } from '../core/types.gen.ts';
import { openAt, sockets, storageFor, timers } from './browser.ts';
import { relay, state } from './hub.ts';

/** The page is served, but not where it should be. */
export const away = signal(false);

let seen: HelloResult | null = null;

export function startMoving(): Moving {
  const moving = createMoving({
    origin: location.origin,
    storage: storageFor('addresses'),
    timers,
    online: () => navigator.onLine,
    openAt,
    comeBack: () => relay.drop(),
  });
  sockets.open = moving.open;
  sockets.refused = moving.refused;
  sockets.address = () => moving.address;
  addEventListener('online', moving.hurry);
  document.addEventListener('visibilitychange', () => document.hidden || moving.hurry());
  effect(() => {
    const { hello, linked } = state.value;
    if (!linked) {
      moving.lost();
      return;
    }
    if (hello === null || hello === seen) return;
    seen = hello;
    moving.greeted(hello.addresses, hello.siteProcess);
    away.value = !moving.preferred;
  });
  return moving;
}
