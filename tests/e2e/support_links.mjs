// The links of many sites without their processes: what the desk shows of thirty-three takes thirty-three, but not all of what stands behind them.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import tls from 'node:tls';

const named = (size) => randomBytes(size).toString('base64url');

/** One text message, as a client masks it; none here is longer than 64 KiB. */
function frameOf(text, opcode = 1) {
  const payload = Buffer.from(text);
  const head = payload.length < 126 ? [payload.length | 0x80] : [126 | 0x80, payload.length >> 8, payload.length & 255];
  const mask = randomBytes(4);
  return Buffer.concat([Buffer.from([0x80 | opcode, ...head]), mask, payload.map((byte, at) => byte ^ mask[at % 4])]);
}

export class SiteLink {
  /** Holds the site when it comes back; another `folder` is another machine. */
  static async open(hub, site, folder = named(16)) {
    const link = new SiteLink(site, folder);
    const file = (name) => readFileSync(join(hub.state, name));
    link.socket = tls.connect({ port: hub.linkPort, host: '127.0.0.1', servername: 'localhost', ca: file('authority.pem'), cert: file(`site-${site}.pem`), key: file(`site-${site}.key`) });
    link.socket.on('error', () => undefined);
    const answered = new Promise((done) => link.socket.on('data', (data) => /"generation"|"fenced"/.test(data) && done()));
    link.socket.write(
      `GET /link HTTP/1.1\r\nHost: localhost:${hub.linkPort}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n` +
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Protocol: lamrelay.link.v1\r\n\r\n`,
    );
    await new Promise((done) => link.socket.once('data', done));
    link.#send({ id: 1, method: 'link.claim', params: { v: 1, folder, stream: link.stream } });
    await answered;
    return link;
  }

  constructor(site, folder) {
    Object.assign(this, { site, folder, stream: named(8) });
  }

  #send(message) {
    this.socket.write(frameOf(JSON.stringify({ jsonrpc: '2.0', ...message })));
  }

  reports(report) {
    this.#send({ method: 'link.report', params: report });
  }

  /** A ballot that was kept there; its time cannot be proved. */
  offersUnproven(n, person, poll, choice) {
    const params = { key: named(16), poll, device: named(8), counter: 1, choice };
    this.#send({ method: 'link.offer', params: { stream: this.stream, lane: 'floor', n, person, method: 'poll.cast', params, stamp: Date.now(), stampError: 1480, proof: false } });
  }

  hasDrained(poll, upto = 0) {
    this.#send({ method: 'link.drained', params: { poll, stream: this.stream, upto } });
  }

  cut() {
    this.socket.destroy();
  }
}
