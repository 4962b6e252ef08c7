// People without a window: many sockets that ask and vote, so that lists and figures look as they do on the day.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import tls from 'node:tls';

const AT_ONCE = 16;
const NOW_MS = 30_000;
const key = () => randomBytes(16).toString('base64url');

/** The hub's own authority is trusted from now on, by sockets of this process. */
export function trust(hub) {
  tls.setDefaultCACertificates([readFileSync(join(hub.state, 'authority.pem'), 'utf8')]);
}

export class Delegate {
  static async join(hub, { code, name, password }) {
    const delegate = new Delegate(hub);
    await delegate.#connect();
    ({ token: delegate.token } = await delegate.call('session.open', name ? { name, password } : { code }));
    await delegate.#hello();
    return delegate;
  }

  constructor(hub) {
    this.hub = hub;
    this.waiting = new Map();
  }

  /** After the hub was away. */
  async again() {
    await this.#connect();
    await this.#hello();
  }

  async #connect() {
    const { origin } = this.hub;
    this.socket = new WebSocket(`${origin.replace('https', 'wss')}/ws`, { protocols: 'lamrelay.v1', headers: { origin } });
    this.socket.onmessage = ({ data }) => {
      const { id, result, error } = JSON.parse(data);
      const { done, failed } = this.waiting.get(id) ?? {};
      if (error) failed?.(new Error(error.message));
      else done?.(result);
    };
    await new Promise((opened, failed) => Object.assign(this.socket, { onopen: opened, onerror: failed }));
    this.socket.onerror = null;
  }

  #hello() {
    return this.call('hello', { v: 1, token: this.token });
  }

  call(method, params) {
    const id = this.waiting.size + 1;
    this.socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    return new Promise((done, failed) => this.waiting.set(id, { done, failed }));
  }

  act(method, params) {
    return this.call(method, { key: key(), ...params });
  }

  /** What must not happen late. */
  actNow(method, params) {
    return this.act(method, { ...params, until: Date.now() + NOW_MS });
  }

  leave() {
    this.socket.close();
  }
}

/** Each of `people` joins and does `act(delegate, index)`; they stay connected until `leave()` of what is returned. */
export async function crowd(hub, people, act = () => undefined) {
  const delegates = [];
  for (let at = 0; at < people.length; at += AT_ONCE) {
    const part = people.slice(at, at + AT_ONCE).map(async (login, index) => {
      const delegate = await Delegate.join(hub, login);
      delegates[at + index] = delegate;
      await act(delegate, at + index);
    });
    await Promise.all(part);
  }
  return { delegates, leave: () => delegates.forEach((delegate) => delegate.leave()) };
}

/** choice: one of yes, no, abstain; or what the ballot of another type says. */
export const casts = (poll, choice) => (delegate) => {
  const ballot = { poll, device: randomBytes(8).toString('base64url'), counter: 1 };
  return delegate.act('poll.cast', { ...ballot, ...(typeof choice === 'string' ? { choice } : choice) });
};
