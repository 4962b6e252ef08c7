// People without a window: many sockets that ask and vote, so that lists and figures look as they do on the day.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import tls from 'node:tls';

const AT_ONCE = 16;
const key = () => randomBytes(16).toString('base64url');

/** The hub's own authority is trusted from now on, by sockets of this process. */
export function trust(hub) {
  tls.setDefaultCACertificates([readFileSync(join(hub.state, 'authority.pem'), 'utf8')]);
}

class Delegate {
  static async join(hub, { code }) {
    const socket = new WebSocket(`${hub.origin.replace('https', 'wss')}/ws`, { protocols: 'lamrelay.v1', headers: { origin: hub.origin } });
    const delegate = new Delegate(socket);
    await new Promise((opened, failed) => Object.assign(socket, { onopen: opened, onerror: failed }));
    const { token } = await delegate.call('session.open', { code });
    await delegate.call('hello', { v: 1, token });
    return delegate;
  }

  constructor(socket) {
    this.socket = socket;
    this.waiting = new Map();
    socket.onmessage = ({ data }) => {
      const { id, result, error } = JSON.parse(data);
      const { done, failed } = this.waiting.get(id) ?? {};
      if (error) failed?.(new Error(error.message));
      else done?.(result);
    };
  }

  call(method, params) {
    const id = this.waiting.size + 1;
    this.socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    return new Promise((done, failed) => this.waiting.set(id, { done, failed }));
  }

  act(method, params) {
    return this.call(method, { key: key(), ...params });
  }
}

/** Each of `people` joins and does `act(delegate, index)`; they stay connected until `leave()` of what is returned. */
export async function crowd(hub, people, act) {
  const delegates = [];
  for (let at = 0; at < people.length; at += AT_ONCE) {
    const part = people.slice(at, at + AT_ONCE).map(async (login, index) => {
      const delegate = await Delegate.join(hub, login);
      delegates.push(delegate);
      await act(delegate, at + index);
    });
    await Promise.all(part);
  }
  return { leave: () => delegates.forEach(({ socket }) => socket.close()) };
}

export const casts = (poll, choice) => (delegate) =>
  delegate.act('poll.cast', { poll, device: randomBytes(8).toString('base64url'), counter: 1, choice });
