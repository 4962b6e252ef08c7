// What the second part of the page takes from the first, so that both have one link, one outbox and one language. The build puts
// first_part.ts in the place of the modules that are named here.
import { effect, signal } from '@preact/signals';
import { digitsOf, isCode } from '../../core/code.ts';
import { parsed } from '../../core/parsed.ts';
import { t } from '../../i18n/common.ts';
import { ballotWord, isOpen } from '../../ui/ballot.tsx';
import { isStored, openAt, sockets, storageFor, timers } from '../../ui/browser.ts';
import { all, alone, held, linked, live, me, mine, now, one, phase, ready, relay, state, useHere, waiting, within } from '../../ui/hub.ts';
import { dictionary, hourAndMinute, number, pick } from '../../ui/language.ts';
import { optionNames } from '../../ui/options.ts';
import { Bi, Chip, heldWord, Notice, Starting, Timer } from '../../ui/parts.tsx';
import { trouble } from '../../ui/signin.tsx';
import { Fragment, jsx } from './draw.ts';
import { take } from './second_part.tsx';
import { tab, unseenPoll } from './tab.ts';
import { w } from './words.ts';

const kit = {
  all, alone, held, linked, live, me, mine, now, one, phase, ready, state, useHere, waiting, within,
  dictionary, hourAndMinute, number, pick, t, w,
  ballotWord, Bi, Chip, digitsOf, heldWord, isCode, isOpen, Notice, optionNames, Starting, Timer, trouble,
  Fragment, jsx,
  effect, isStored, openAt, parsed, signal, sockets, storageFor, tab, take, timers, unseenPoll,
  // Another page of this browser may have taken over in between: then the relay is another one.
  get relay() {
    return relay;
  },
};

export type Kit = typeof kit;

// The script of the first part stands in the page and has no address to import from.
(globalThis as { lamrelay?: Kit }).lamrelay = kit;
