// The browser's side of what the core asks for: socket, time, randomness, storage, lock.
import type { OpenSocket, Socket, SocketEvents } from '../core/link.ts';
import type { Storage } from '../core/outbox.ts';
import type { Timers } from '../core/timers.ts';

export const timers: Timers = {
  now: () => performance.now(),
  after(milliseconds, act) {
    const timer = setTimeout(act, milliseconds);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

export const randomBytes = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));

// The page for phones opens its first socket before it has read its own script, and says its first words with the upgrade (index.html): on a weak link
// that is worth three round trips. What it hears waits in a port until somebody listens.
type Early = WebSocket & { readonly said: Set<string>; readonly heard: MessagePort };
const begun = globalThis as { early?: Early | undefined };

export const openAt = (origin: string, events: SocketEvents): Socket => {
  const { early } = begun;
  begun.early = undefined;
  const isGood = early && early.readyState < WebSocket.CLOSING;
  const socket = isGood ? early : new WebSocket(origin.replace('http', 'ws') + '/ws', 'lamrelay.v1');
  socket.onopen = () => events.opened();
  if (socket.readyState === WebSocket.OPEN) queueMicrotask(socket.onopen as () => void);
  (isGood ? early.heard : socket).onmessage = (message: MessageEvent) => typeof message.data === 'string' && events.received(message.data);
  socket.onclose = (closing) => events.closed(closing.code);
  return socket;
};

/** Where sockets are opened: here, until moving.ts knows more addresses. address: where they go. refused: whoever answers there does not serve this person. */
export const sockets: { open: OpenSocket; refused?: () => void; address?: () => string } = { open: (events) => openAt(location.origin, events) };

const memory = new Map<string, string>();

// Where the browser forbids storage the page still works, for as long as it stays open.
export const isStored = ((): boolean => {
  try {
    localStorage.setItem('lamrelay', '1');
    return true;
  } catch {
    return false;
  }
})();

export const storageFor = (name: string): Storage => ({
  read: () => (isStored ? localStorage.getItem(`lamrelay.${name}`) : (memory.get(name) ?? null)),
  write(text) {
    if (isStored) localStorage.setItem(`lamrelay.${name}`, text);
    else memory.set(name, text);
  },
});

let holder = 0;

/** Two pages writing one outbox would lose commands: only the one with the lock works. */
export function takeLock(name: string, steal: boolean, taken: (got: boolean) => void, lost: () => void): void {
  const locks = (navigator as { locks?: LockManager }).locks;
  if (!locks) return taken(true);
  holder += 1;
  const mine = holder;
  locks
    .request(`lamrelay.${name}`, steal ? { steal } : { ifAvailable: true }, (lock) => {
      taken(lock !== null);
      return lock ? new Promise<void>(() => undefined) : undefined;
    })
    .catch(() => {
      if (mine === holder) lost();
    });
}
