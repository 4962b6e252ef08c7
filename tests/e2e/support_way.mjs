// The way between a site and its hub, or a phone and its site: bytes pass both ways, late if it is slow, until somebody cuts it.
// Left alone, it ends with whoever uses it.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

export class Way {
  #open = true;
  #lateMs = 0;
  #sockets = new Set();

  static async to(port) {
    const way = new Way();
    way.server = createServer((near) => way.#pass(near, port)).listen(0, '127.0.0.1').unref();
    await once(way.server, 'listening');
    way.port = way.server.address().port;
    return way;
  }

  #pass(near, port) {
    if (!this.#open) return near.destroy();
    const far = connect(port, '127.0.0.1');
    this.#join(near, far);
    this.#join(far, near);
  }

  // Timers of equal length run in the order in which they were set, so nothing overtakes.
  #join(from, to) {
    this.#sockets.add(from);
    from.on('data', (piece) => (this.#lateMs > 0 ? setTimeout(() => to.writable && to.write(piece), this.#lateMs) : to.write(piece)));
    from.on('error', () => undefined);
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }

  slow(milliseconds) {
    this.#lateMs = milliseconds;
  }

  cut() {
    this.#open = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend() {
    this.#open = true;
    this.#lateMs = 0;
  }

  close() {
    this.cut();
    this.server.close();
  }
}
