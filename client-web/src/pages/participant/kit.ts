// What the second part of the page takes from the first, so that both have one link, one outbox and one language. The build puts
// first_part.ts in the place of the modules that are named here.
import { effect, signal } from '@preact/signals';
import { b } from '../../i18n/ballot.ts';
import { t } from '../../i18n/common.ts';
import { ballotWord, isOpen } from '../../ui/ballot.tsx';
import { openAt, sockets, storageFor, timers } from '../../ui/browser.ts';
import { all, alone, held, linked, live, me, mine, now, one, ready, relay, state, waiting, within } from '../../ui/hub.ts';
import { dictionary, hourAndMinute, number, pick } from '../../ui/language.ts';
import { optionNames } from '../../ui/options.ts';
import { Bi, Chip, heldWord } from '../../ui/parts.tsx';
import { take } from './second_part.tsx';
import { tab } from './tab.ts';

const kit = {
  ...{ all, alone, held, linked, live, me, mine, now, one, ready, state, waiting, within },
  ...{ b, dictionary, hourAndMinute, number, pick, t },
  ...{ ballotWord, Bi, Chip, heldWord, isOpen, optionNames },
  ...{ effect, openAt, signal, sockets, storageFor, tab, take, timers },
  // Another page of this browser may have taken over in between: then the relay is another one.
  get relay() {
    return relay;
  },
};

export type Kit = typeof kit;

// The script of the first part stands in the page and has no address to import from.
(globalThis as { lamrelay?: Kit }).lamrelay = kit;
