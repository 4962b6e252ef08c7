// The way between a site and its hub: bytes pass both ways until somebody cuts it.
import net from 'node:net';

export class Proxy {
  /** To that port of this machine. */
  static async to(target) {
    const proxy = new Proxy(target);
    await new Promise((done) => proxy.server.listen(0, '127.0.0.1', done));
    proxy.port = proxy.server.address().port;
    return proxy;
  }

  constructor(target) {
    this.target = target;
    this.isCut = false;
    this.sockets = new Set();
    this.server = net.createServer((near) => this.#pass(near));
  }

  #pass(near) {
    if (this.isCut) return near.destroy();
    const far = net.connect(this.target, '127.0.0.1');
    for (const [one, other] of [[near, far], [far, near]]) {
      this.sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  }

  /** Nobody gets through until `mend`. */
  cut() {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  mend() {
    this.isCut = false;
  }

  close() {
    this.cut();
    this.server.close();
  }
}
