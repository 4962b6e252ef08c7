// A weak line between a phone and the hub, with all that a real one costs: every connection begins with a trip there and back, what
// goes over it comes late, and all connections together share its width. Handshakes and messages of sockets pay as pages do.
import net from 'node:net';

// As on the way: so that what comes first can be used first.
const SEGMENT = 1460;

export class WeakLine {
  /** To that port of this machine. roundTrip in milliseconds, width in bytes a second each way. */
  static async to(target, { roundTrip, width }) {
    const line = Object.assign(new WeakLine(), { target, roundTrip, width });
    line.server = net.createServer((near) => line.#pass(near));
    await new Promise((done) => line.server.listen(0, '127.0.0.1', done));
    line.port = line.server.address().port;
    return line;
  }

  /** The flag for a browser whose way to the hub this is: the address stays the hub's own. */
  get flag() {
    return `--host-resolver-rules=MAP localhost:${this.target} 127.0.0.1:${this.port}`;
  }

  // Until when each way is taken.
  taken = { up: 0, down: 0 };
  /** Since `count` was called last. */
  connections = 0;
  bytes = 0;

  count() {
    this.connections = 0;
    this.bytes = 0;
  }

  #pass(near) {
    this.connections += 1;
    const far = net.connect(this.target, '127.0.0.1');
    for (const socket of [near, far]) socket.setNoDelay(true).on('error', () => undefined);
    const opened = performance.now() + this.roundTrip;
    this.#carry(near, far, 'up', opened);
    this.#carry(far, near, 'down', opened);
  }

  #carry(from, to, way, opened) {
    const later = (size, act) => {
      const now = performance.now();
      this.taken[way] = Math.max(this.taken[way], now, opened) + (1000 * size) / this.width;
      setTimeout(act, this.taken[way] + this.roundTrip / 2 - now);
    };
    from.on('data', (data) => {
      this.bytes += data.length;
      for (let at = 0; at < data.length; at += SEGMENT) {
        const part = data.subarray(at, at + SEGMENT);
        later(part.length, () => to.destroyed || to.write(part));
      }
    });
    from.on('close', () => later(0, () => to.end()));
  }

  close() {
    this.server.close();
  }
}
