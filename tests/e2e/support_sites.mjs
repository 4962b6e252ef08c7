// A hub that sites can reach, and the processes at the sites.
import { execFile, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as after } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Hub, PROGRAM, SANITIZER } from './support.mjs';

const READY_SECONDS = 30;
/** As often as one may name an option. */
const SITES_AT_ONCE = 8;
const run = promisify(execFile);
const PAGES = join(dirname(PROGRAM), 'pages');

/** Starts it; what the lines of its output say, by the patterns that they have to fit, in this order. */
async function startProcess(words, logPath, patterns) {
  const log = openSync(logPath, 'a');
  const running = spawn(PROGRAM, words, { stdio: ['ignore', 'pipe', log] });
  closeSync(log);
  const ended = new Promise((done) => running.once('exit', (code, signal) => done(signal ?? code)));
  const lines = createInterface({ input: running.stdout })[Symbol.asyncIterator]();
  const found = [];
  for (const pattern of patterns) {
    const line = await Promise.race([lines.next(), ended, after(1000 * READY_SECONDS, 'nothing', { ref: false })]);
    const number = pattern.exec(line.value ?? '')?.[1];
    if (!number) throw new Error(`${words[0]} did not start: ${JSON.stringify(line)}\n${readFileSync(logPath, 'utf8')}`);
    found.push(Number(number));
  }
  return { running, ended, found };
}

export class HubOfSites extends Hub {
  async start() {
    const { state } = this;
    await run(PROGRAM, ['certificate', '--dir', state, '--name', 'localhost']);
    const sites = JSON.parse(readFileSync(this.config, 'utf8')).sites.map(({ id }) => id);
    for (let at = 0; at < sites.length; at += SITES_AT_ONCE)
      await run(PROGRAM, ['certificate', '--dir', state, ...sites.slice(at, at + SITES_AT_ONCE).flatMap((id) => ['--site', id])]);
    const words = ['hub', '--config', this.config, '--dir', state, '--certificate', join(state, 'server.pem'), '--key', join(state, 'server.key')];
    words.push('--port', '0', '--link-port', '0', '--link-ca', join(state, 'link-authority.pem'), '--pages', PAGES);
    const { running, ended, found } = await startProcess(words, this.logPath, [/ready on port (\d+)/, /sites on port (\d+)/]);
    Object.assign(this, { process: running, ended });
    [this.port, this.linkPort] = found;
    this.origin = `https://localhost:${this.port}`;
  }
}

/** The process at one site; its way to the hub is by `port`. */
export class Site {
  constructor(hub, id, port) {
    Object.assign(this, { hub, id, way: port });
    this.logPath = join(hub.directory, `${id}.log`);
  }

  async start() {
    const { state, directory } = this.hub;
    const file = (name) => join(state, name);
    const words = ['site', '--dir', join(directory, this.id), '--hub', `wss://localhost:${this.way}`, '--link-ca', file('authority.pem')];
    words.push('--link-certificate', file(`site-${this.id}.pem`), '--link-key', file(`site-${this.id}.key`));
    words.push('--certificate', file('server.pem'), '--key', file('server.key'), '--port', '0', '--pages', PAGES);
    const { running, ended, found } = await startProcess(words, this.logPath, [/ready on port (\d+)/]);
    Object.assign(this, { process: running, ended });
    this.origin = `https://localhost:${found[0]}`;
  }

  log() {
    return readFileSync(this.logPath, 'utf8');
  }

  async stop() {
    this.process.kill('SIGTERM');
    const code = await Promise.race([this.ended, after(10_000, 'still running', { ref: false })]);
    if (code !== 0 || SANITIZER.test(this.log())) throw new Error(`the site ended with ${code}\n${this.log().slice(-8000)}`);
  }

  remove() {
    this.process?.kill('SIGKILL');
  }
}
