// The service worker of the page for phones: its few files, so that it opens without a network. Nothing else passes through here: not the
// socket, not what is asked of the hub, not the pages of staff.
//
// One cache for each build. A new build is fetched whole before it is used; the one before stays for pages that still run.

interface Caught extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Asked extends Caught {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Worker {
  addEventListener(name: 'install' | 'activate', act: (event: Caught) => void): void;
  addEventListener(name: 'fetch', act: (event: Asked) => void): void;
  skipWaiting(): Promise<void>;
}

declare const SHELL: readonly string[];
declare const BUILD: string;

const worker = globalThis as unknown as Worker;
const PAGE = '/';
const PREFIX = 'lamrelay.';
const OWN = PREFIX + BUILD;

worker.addEventListener('install', (event) => event.waitUntil(fetchWhole()));
worker.addEventListener('activate', (event) => event.waitUntil(forgetOlder()));
worker.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== 'GET' || origin !== location.origin || !SHELL.includes(pathname)) return;
  if ((pathname === PAGE) !== (mode === 'navigate')) return;
  event.respondWith(answer(event.request, pathname));
  if (pathname === PAGE) event.waitUntil(renewPage());
});

/** The hub may have been started with another build since it gave this file. */
const isOfThisBuild = async (page: Response): Promise<boolean> => (await page.clone().text()).includes(`"${BUILD}"`);

async function fetchWhole(): Promise<void> {
  const cache = await caches.open(OWN);
  for (const path of SHELL) {
    // Asked for anew, but not carried again where it is the same.
    const found = await fetch(path, { cache: 'no-cache' });
    if (!found.ok) throw new Error(`${path}: ${found.status}`);
    if (path === PAGE && !(await isOfThisBuild(found))) throw new Error('another build');
    await cache.put(path, found);
  }
  await worker.skipWaiting();
}

/** Its headers say where it may connect to, which changes while the build stays: the next opening has them. */
async function renewPage(): Promise<void> {
  try {
    const found = await fetch(PAGE, { cache: 'no-cache' });
    if (found.ok && (await isOfThisBuild(found))) await (await caches.open(OWN)).put(PAGE, found);
  } catch {
    // No network: the page that is kept stays.
  }
}

async function forgetOlder(): Promise<void> {
  const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== OWN);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
}

async function answer(request: Request, path: string): Promise<Response> {
  try {
    const own = await caches.open(OWN);
    // What has its hash in its name may be of the build before.
    const found = (await own.match(path)) ?? (path === PAGE ? undefined : await caches.match(path));
    if (found) return found;
  } catch {
    // The browser has taken its storage back: then as without a worker.
  }
  return fetch(request);
}
