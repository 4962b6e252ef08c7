// Where phones go, for a camera and for whoever types: where this page is served itself, for there somebody answers. At a site with a process of its
// own that is the process, and the hub while it is down, wherever the page is from.
import { effect, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { sockets } from '../../ui/browser.ts';
import { state } from '../../ui/hub.ts';
import { Qr } from '../../ui/qr.tsx';
import { d } from './words.ts';

const served = signal(location.origin);

// While the link is lost addresses are tried one after another: until one answers, the one that did stays on the wall.
effect(() => {
  if (state.value.linked) served.value = sockets.address?.() ?? location.origin;
});

// A long one is broken where a name ends, if it must be.
const BREAKS = /[.:]/g;

export const Address = (): JSX.Element => <bdi class="url">{new URL(served.value).host.replace(BREAKS, '\u200b$&')}</bdi>;

export const JoinCode = (): JSX.Element => <Qr text={`${served.value}/`} />;

/** Beside a poll that is open. */
export const VoteHere = (): JSX.Element => (
  <aside class="vote-here">
    <JoinCode />
    <p>{d().scanToVote}</p>
    <p>
      <Address />
    </p>
  </aside>
);
