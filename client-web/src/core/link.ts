// One connection to the hub that comes back by itself. Knows JSON-RPC and silence, not what the messages mean.
import { backoff } from './backoff.ts';
import { parsed } from './parsed.ts';
import type { Timers } from './timers.ts';
import { BEAT_MS, CLOSE_REPLACED, DEAD_MS } from './types.gen.ts';
import type { ErrorData, KeptParams, LiveParams, Methods, RowsParams, SnapshotParams } from './types.gen.ts';

export interface Socket {
  send(text: string): void;
  close(): void;
  /** Methods whose requests went with the upgrade (relay/net/first_words.h); their ids are their names. Each is taken out when it is asked for. */
  readonly said?: Set<string>;
}

export interface SocketEvents {
  opened(): void;
  received(text: string): void;
  closed(code: number): void;
}

export type OpenSocket = (events: SocketEvents) => Socket;

export type Notification =
  | { method: 'snapshot'; params: SnapshotParams }
  | { method: 'rows'; params: RowsParams }
  | { method: 'live'; params: LiveParams }
  | { method: 'kept'; params: KeptParams };

/** A beat that is so much late has probably not left: time to say so. Not yet to connect anew: a hub that is slow for once would have all of them back. */
export const SILENT_MS = BEAT_MS + 1500;

export interface LinkEvents {
  opened(): void;
  notified(notification: Notification): void;
  /** Nothing has been heard for SILENT_MS; then, that something is heard again. */
  silent(is: boolean): void;
  closed(code: number): void;
}

/** The hub refused; `data.code` says why. */
export class Refused extends Error {
  readonly data: ErrorData;
  constructor(data: ErrorData) {
    super(data.code);
    this.data = data;
  }
}

/** The connection went before the answer came: what happened to the request is not known. */
export class LinkLost extends Error {}

export interface Link {
  start(): void;
  stop(): void;
  /** Try now rather than when the back-off ends: the network or the page just came back. */
  hurry(): void;
  /** The hub answered a hello: the next failure starts the back-off anew. */
  proved(): void;
  /** Close and come back, as after any loss. */
  drop(): void;
  /** Was said with the upgrade and is not asked for yet: when it was sent, this page does not know. */
  said(method: keyof Methods): boolean;
  request<M extends keyof Methods>(method: M, params: Methods[M]['params']): Promise<Methods[M]['result']>;
}

interface Waiting {
  resolve(result: unknown): void;
  reject(reason: Error): void;
}

interface Envelope {
  id?: number | string | null;
  method?: string;
  result?: unknown;
  error?: { data?: ErrorData };
}

export function createLink(openSocket: OpenSocket, timers: Timers, events: LinkEvents): Link {
  let wanted = false;
  let failures = 0;
  let socket: Socket | null = null;
  let isOpen = false;
  let lastId = 0;
  let waiting = new Map<number | string, Waiting>();
  let cancelRetry: (() => void) | null = null;
  let isSilent = false;
  let cancelDeath: (() => void) | null = null;

  // Each attempt counts as its own: what an older socket still says must change nothing.
  function connect(): void {
    cancelRetry?.();
    cancelRetry = null;
    let mine: Socket | null = null;
    const current = (act: () => void): void => {
      if (mine !== null && mine === socket) act();
    };
    mine = openSocket({
      opened: () => current(opened),
      received: (text) => current(() => received(text)),
      closed: (code) => current(() => lost(code)),
    });
    socket = mine;
    listenForSilence();
  }

  function opened(): void {
    isOpen = true;
    listenForSilence();
    events.opened();
  }

  function listenForSilence(): void {
    cancelDeath?.();
    isSilent = false;
    cancelDeath = timers.after(SILENT_MS, () => {
      cancelDeath = timers.after(DEAD_MS - SILENT_MS, () => {
        const dead = socket;
        lost(1006);
        dead?.close();
      });
      isSilent = true;
      events.silent(true);
    });
  }

  function received(text: string): void {
    if (isSilent) events.silent(false);
    listenForSilence();
    const message = parsed<Envelope>(text);
    if (!message) return;
    if (message.method !== undefined) events.notified(message as unknown as Notification);
    else if (message.id != null) answered(message.id, message);
  }

  function answered(id: number | string, message: Envelope): void {
    const asker = waiting.get(id);
    waiting.delete(id);
    if (!asker) return;
    if (message.error) asker.reject(new Refused(message.error.data ?? { code: 'busy' }));
    else asker.resolve(message.result);
  }

  function lost(code: number): void {
    socket = null;
    isOpen = false;
    cancelDeath?.();
    cancelDeath = null;
    const lostOnes = waiting;
    waiting = new Map();
    if (code === CLOSE_REPLACED) wanted = false;
    if (wanted) {
      cancelRetry = timers.after(backoff(failures, timers.random), connect);
      failures += 1;
    }
    for (const asker of lostOnes.values()) asker.reject(new LinkLost());
    events.closed(code);
  }

  return {
    start() {
      wanted = true;
      if (!socket) connect();
    },
    stop() {
      wanted = false;
      cancelRetry?.();
      cancelRetry = null;
      const open = socket;
      if (!open) return;
      lost(1000);
      open.close();
    },
    hurry() {
      if (wanted && !socket) connect();
    },
    proved() {
      failures = 0;
    },
    drop() {
      const open = socket;
      if (!open) return;
      lost(1006);
      open.close();
    },
    said: (method) => !!socket?.said?.has(method),
    request(method, params) {
      return new Promise((resolve, reject) => {
        if (!socket || !isOpen) return reject(new LinkLost());
        const isSaid = socket.said?.delete(method);
        const id = isSaid ? method : (lastId += 1);
        waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
        if (!isSaid) socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
      });
    },
  };
}
