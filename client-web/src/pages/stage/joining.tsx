// Where phones go, for a camera and for whoever types: at a site with a process of its own to that, elsewhere to where this page is from.
import type { JSX } from 'preact';
import { state } from '../../ui/hub.ts';
import { Qr } from '../../ui/qr.tsx';
import { d } from './words.ts';

function origin(): string {
  const { hello } = state.value;
  return (hello?.siteProcess && hello.addresses?.[0]) || location.origin;
}

// A long one is broken where a name ends, if it must be.
const BREAKS = /[.:]/g;

export const Address = (): JSX.Element => <bdi class="url">{new URL(origin()).host.replace(BREAKS, '\u200b$&')}</bdi>;

export const JoinCode = (): JSX.Element => <Qr text={`${origin()}/`} />;

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
