// Is the page that runs still the one that is served? The build stands in the page and at /version.txt. A newer one is loaded when somebody
// asks for it, or when nobody is at the page.
import { effect, signal } from '@preact/signals';
import { isQuiet } from '../core/quiet.ts';
import { sockets, storageFor, timers } from './browser.ts';
import { linked, now } from './hub.ts';

const SETTLED_MS = 10_000;
// After a break of the network all come back at once; this need not be asked at once.
const SPREAD_MS = 20_000;
// Where loading anew brought the same old page, doing it again by itself would not help.
const tried = storageFor('reloaded');
// Imports go on for minutes, and are begun anew only by hand.
const BY_HAND = ['/admin', '/stage'];

const own = document.documentElement.dataset['build'];
const share = timers.random();
let touchedAt = performance.now();
let served = '';

/** There is another build than this one. */
export const newer = signal(false);

async function look(): Promise<void> {
  // Where the socket has gone elsewhere, who served the page does not answer; another one's build says nothing of this.
  if (!linked.value || (sockets.address?.() ?? location.origin) !== location.origin) return;
  try {
    const answer = await fetch('/version.txt', { cache: 'no-store' });
    if (!answer.ok && answer.status !== 404) return;
    // A hub that has no such file is another build, too.
    served = answer.ok ? (await answer.text()).trim() : 'none';
    if (served === own) return;
    await (await shell())?.update();
    newer.value = true;
  } catch {
    // It is looked again with the next connection.
  }
}

async function shell(): Promise<ServiceWorkerRegistration | undefined> {
  return (navigator as { serviceWorker?: ServiceWorkerContainer }).serviceWorker?.getRegistration();
}

const settled = (worker: ServiceWorker): Promise<void> =>
  new Promise((done) => {
    timers.after(SETTLED_MS, done);
    worker.onstatechange = () => (worker.state === 'activated' || worker.state === 'redundant') && done();
  });

/** Loads the page anew: what a service worker keeps of the old one goes first. certain: what is here is of no use any more. */
export async function takeNewer(certain = false): Promise<void> {
  try {
    const registered = await shell();
    const next = registered && (await registered.update().then(() => registered.installing ?? registered.waiting));
    if (next) await settled(next);
    // What it would give is what we have: then it had better give nothing.
    else if (registered && navigator.onLine && (certain || tried.read() === served)) await registered.unregister();
    tried.write(served);
  } catch {
    // The page is loaded all the same.
  }
  location.reload();
}

// A field that says something else than when it was drawn, or a dialog that waits.
const halfDone = (): boolean =>
  document.querySelector('dialog[open], :focus:is(input, textarea, select)') !== null ||
  [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('textarea, input:not([type=radio], [type=checkbox])')].some(
    (field) => field.value !== field.defaultValue,
  );

if (own !== undefined) {
  for (const act of ['pointerdown', 'keydown', 'scroll']) addEventListener(act, () => (touchedAt = performance.now()), { passive: true });
  let wasLinked = false;
  effect(() => {
    if (linked.value && !wasLinked) timers.after(share * SPREAD_MS, () => void look());
    wasLinked = linked.value;
    if (!newer.value || !linked.value || BY_HAND.includes(location.pathname) || tried.read() === served) return;
    now.value;
    if (isQuiet({ untouchedFor: performance.now() - touchedAt, hidden: document.hidden, halfDone: halfDone(), share })) void takeNewer();
  });
}
