// Stand-ins for what the core is given: a clock turned by hand, a socket without a network, storage that can fail.
import type { OpenSocket, SocketEvents } from '../../src/core/link.ts';
import type { Storage } from '../../src/core/outbox.ts';
import type { Timers } from '../../src/core/timers.ts';

export class FakeTime implements Timers {
  #now = 1000;
  #due: { at: number; act: () => void }[] = [];
  randomValue = 0.5;

  now(): number {
    return this.#now;
  }

  readonly random = (): number => this.randomValue;

  after(milliseconds: number, act: () => void): () => void {
    const entry = { at: this.#now + milliseconds, act };
    this.#due.push(entry);
    return () => {
      this.#due = this.#due.filter((one) => one !== entry);
    };
  }

  async elapse(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      const [next] = this.#due.filter((one) => one.at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#due = this.#due.filter((one) => one !== next);
      this.#now = Math.max(this.#now, next.at);
      next.act();
      await settle();
    }
    this.#now = end;
  }
}

/** Lets promises that are already decided run their course. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

export interface SentMessage {
  id: number;
  method: string;
  params: Record<string, unknown>;
}

export class FakeSocket {
  readonly sent: SentMessage[] = [];
  closedByClient = false;
  readonly events: SocketEvents;

  readonly said: Set<string>;

  constructor(events: SocketEvents, said: readonly string[] = []) {
    this.events = events;
    this.said = new Set(said);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as SentMessage);
  }

  close(): void {
    this.closedByClient = true;
  }

  say(message: object): void {
    this.events.received(JSON.stringify({ jsonrpc: '2.0', ...message }));
  }

  async answer(method: string, result: object): Promise<void> {
    const request = this.last(method);
    this.say({ id: request.id, result });
    await settle();
  }

  async refuse(method: string, code: string): Promise<void> {
    const request = this.last(method);
    this.say({ id: request.id, error: { code: -32000, message: code, data: { code } } });
    await settle();
  }

  last(method: string): SentMessage {
    const found = this.sent.filter((message) => message.method === method).pop();
    if (!found) throw new Error(`${method} was not sent`);
    return found;
  }

  methods(): string[] {
    return this.sent.map((message) => message.method);
  }
}

export class FakeNetwork {
  readonly sockets: FakeSocket[] = [];
  /** What the next socket says with its upgrade. */
  said: readonly string[] = [];

  readonly open: OpenSocket = (events) => {
    const socket = new FakeSocket(events, this.said);
    this.sockets.push(socket);
    return socket;
  };

  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error('no socket was opened');
    return socket;
  }
}

export class FakeStorage implements Storage {
  text: string | null = null;
  full = false;

  read(): string | null {
    return this.text;
  }

  write(text: string): void {
    if (this.full) throw new Error('full');
    this.text = text;
  }
}

let nextByte = 0;

export const countingBytes = (count: number): Uint8Array =>
  Uint8Array.from({ length: count }, () => {
    nextByte = (nextByte + 1) % 251;
    return nextByte;
  });
