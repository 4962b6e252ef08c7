// A page opened at an address that the hub was not told of gets no socket, and no browser says why. A plain request does. Until the hub is told, the page
// can only say so. Who has been served once knows that the address is right.
import type { JSX } from 'preact';
import { oa } from '../i18n/other_address.ts';
import { timers } from './browser.ts';
import { state } from './hub.ts';
import { Notice, notServed } from './parts.tsx';

const MISDIRECTED = 421;
// A hub that answers at all has answered by then, but for a very weak line.
const PATIENCE_MS = 4000;

const OtherAddress = (): JSX.Element => (
  <Notice screen="other-address" title={oa().notKnown(location.origin)}>
    <p>{oa().openAnother(location.origin)}</p>
  </Notice>
);

async function look(): Promise<void> {
  if (state.value.hello) return;
  try {
    const { status } = await fetch('/ws', { cache: 'no-store' });
    if (status === MISDIRECTED) notServed.value = OtherAddress;
    else again();
  } catch {
    again();
  }
}

const again = (): unknown => timers.after(PATIENCE_MS, () => void look());

again();
