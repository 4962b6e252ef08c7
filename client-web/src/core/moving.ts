// Where the next connection goes: the own site's process while it serves, else the next address of the list, and back again when the
// site has its hub. The page itself stays where it was loaded: only the socket moves, with its token, cursors and keys.
import type { OpenSocket, Socket, SocketEvents } from './link.ts';
import type { Storage } from './outbox.ts';
import { parsed } from './parsed.ts';
import type { Timers } from './timers.ts';

export interface MovingNeeds {
  /** Where the page was loaded: there at least it can go. */
  origin: string;
  /** What was told last, for a page that comes back to a site where nobody tells it. */
  storage: Storage;
  timers: Timers;
  /** False: this device has no network at all, which is no fault of any address. */
  online(): boolean;
  openAt(origin: string, events: SocketEvents): Socket;
  /** The preferred address serves again: close, and come back there. */
  comeBack(): void;
}

export interface Moving {
  readonly open: OpenSocket;
  /** A hello was answered on the open socket; `addresses` and `siteProcess` as it told them. */
  greeted(addresses: readonly string[] | undefined, siteProcess: boolean | undefined): void;
  lost(): void;
  /** The network or the page just came back, or others are told where this page is: look whether the preferred address serves now, or at the next greeting. */
  hurry(): void;
  /** Whoever answers there does not serve this person: the next connection goes on. */
  refused(): void;
  /** Where the socket is or is tried, and whether that is what is preferred: the own site's process, where it has one. */
  readonly address: string;
  readonly preferred: boolean;
}

// Not all phones of a site at once, and not so often that a site which is down notices.
const LOOK_LEAST_MS = 20_000;
const LOOK_MORE_MS = 20_000;
const LOOK_MOST_MS = 10_000;
const ADDRESS = /^https:\/\/[^/?#]+$/;

export function createMoving({ origin, storage, timers, online, openAt, comeBack }: MovingNeeds): Moving {
  let list = withKnown(remembered(storage));
  let at = list.indexOf(origin);
  // A page begins where it was loaded: a failure there is the first.
  let answered = true;
  let here = false;
  let eager = false;
  let isAway = false;
  let stopLooking = (): void => undefined;

  // A hub that was given no address of its own cannot name itself; who is there knows it all the same.
  function withKnown(told: readonly string[], ...known: readonly string[]): readonly string[] {
    return [...new Set([...told, ...known, origin])];
  }

  function open(events: SocketEvents): Socket {
    stopLooking();
    if (!answered) at = (at + 1) % list.length;
    answered = !online();
    return openAt(list[at] ?? origin, events);
  }

  function greeted(addresses: readonly string[] = [], siteProcess = false): void {
    answered = true;
    here = true;
    const told = addresses.filter((address) => ADDRESS.test(address));
    const now = list[at] ?? origin;
    list = withKnown(told, now);
    at = list.indexOf(now);
    remember(storage, told);
    // Of a hub's own addresses none is worth the way back.
    isAway = siteProcess && at > 0;
    if (isAway && eager) look();
    else if (isAway) lookLater();
    eager = false;
  }

  function lookLater(): void {
    stopLooking();
    stopLooking = timers.after(LOOK_LEAST_MS + timers.random() * LOOK_MORE_MS, look);
  }

  // Only what a site's own process says of itself is worth the way back: one that is cut off or fenced would say less than the hub does.
  function look(): void {
    stopLooking();
    let over = false;
    const end = (): void => {
      if (over) return;
      over = true;
      cancel();
      socket.close();
    };
    const socket = openAt(list[0] ?? origin, {
      opened: () => over || socket.send('{"jsonrpc":"2.0","id":1,"method":"hello","params":{"v":1}}'),
      received(text) {
        if (over || !text.includes('"link":"')) return;
        const serves = text.includes('"link":"up"');
        end();
        if (!serves) return lookLater();
        at = 0;
        comeBack();
      },
      closed() {
        if (over) return;
        end();
        lookLater();
      },
    });
    const cancel = timers.after(LOOK_MOST_MS, () => {
      end();
      lookLater();
    });
    stopLooking = end;
  }

  return {
    open,
    greeted,
    lost() {
      here = false;
      stopLooking();
    },
    hurry() {
      if (here && isAway) look();
      else eager = !here;
    },
    refused: () => (answered = false),
    get address() {
      return list[at] ?? origin;
    },
    get preferred() {
      return !isAway;
    },
  };
}

function remembered(storage: Storage): readonly string[] {
  const told = parsed<unknown>(storage.read());
  return Array.isArray(told) ? told.filter((one): one is string => typeof one === 'string' && ADDRESS.test(one)) : [];
}

function remember(storage: Storage, told: readonly string[]): void {
  try {
    storage.write(JSON.stringify(told));
  } catch {
    // It is told again by the next hello.
  }
}
