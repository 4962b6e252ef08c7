// What every browser test needs besides the browser: counting, bounded waiting, a hub of its own.
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, openSync, closeSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const PROGRAM = resolve(ROOT, process.env.LAMRELAY ?? 'build/dev/lamrelay');
const READY_SECONDS = 30;
export const SANITIZER = /AddressSanitizer|LeakSanitizer|ThreadSanitizer|runtime error:/;
const run = promisify(execFile);

/** Prints `ok NAME` or `FAIL NAME: why`; at the end `N passed, N failed`. */
export class Report {
  passed = 0;
  failed = 0;

  async test(name, act) {
    try {
      await act();
      this.passed += 1;
      console.log(`ok ${name}`);
    } catch (error) {
      this.fail(name, error);
    }
  }

  fail(name, error) {
    this.failed += 1;
    const [why, ...rest] = plain(String(error.stack ?? error)).split('\n');
    console.log(`FAIL ${name}: ${why}`);
    for (const line of rest.slice(0, 12)) console.log(`    ${line}`);
  }

  finish() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    process.exitCode = this.failed > 0 ? 1 : 0;
  }
}

// The browser's library writes its messages in colour.
const plain = (text) => text.replace(/\x1b\[[0-9;]*m/g, '');

/** Looks again and again until `look` gives something; throws what it last saw after `seconds`. */
export async function until(what, look, seconds = 8) {
  const end = performance.now() + 1000 * seconds;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (performance.now() > end) throw new Error(`${what}: not within ${seconds} s`);
    await after(25);
  }
}

/** Like `until`, but for a value that has to become what is expected: the message shows both. */
export async function becomes(what, expected, look, seconds = 8) {
  const wanted = JSON.stringify(expected);
  const end = performance.now() + 1000 * seconds;
  for (;;) {
    const seen = JSON.stringify(await look());
    if (seen === wanted) return;
    if (performance.now() > end) throw new Error(`${what}: ${seen}, not ${wanted}`);
    await after(25);
  }
}

/** One hub on a port of its own in a directory of its own; the port stays the same when it starts again. */
export class Hub {
  constructor(config) {
    this.directory = mkdtempSync(join(tmpdir(), 'lamrelay-e2e-'));
    this.state = join(this.directory, 'state');
    this.config = join(this.directory, 'conference.json');
    this.logPath = join(this.directory, 'hub.log');
    this.port = 0;
    writeFileSync(this.config, JSON.stringify(config));
  }

  async start() {
    const { state } = this;
    if (this.port === 0) await run(PROGRAM, ['certificate', '--dir', state, '--name', 'localhost']);
    const log = openSync(this.logPath, 'a');
    const words = ['hub', '--config', this.config, '--dir', state, '--certificate', join(state, 'server.pem')];
    words.push('--key', join(state, 'server.key'), '--port', String(this.port), '--pages', join(dirname(PROGRAM), 'pages'));
    this.process = spawn(PROGRAM, words, { stdio: ['ignore', 'pipe', log] });
    closeSync(log);
    this.ended = new Promise((done) => this.process.once('exit', (code, signal) => done(signal ?? code)));
    this.port = await this.#readyPort();
    this.origin = `https://localhost:${this.port}`;
  }

  async #readyPort() {
    const lines = createInterface({ input: this.process.stdout });
    const said = new Promise((done) => lines.once('line', done));
    const line = await Promise.race([said, this.ended, after(1000 * READY_SECONDS, 'nothing', { ref: false })]);
    const found = /ready on port (\d+)/.exec(line);
    if (!found) throw new Error(`the hub did not start: ${line}\n${this.log()}`);
    return Number(found[1]);
  }

  log() {
    return readFileSync(this.logPath, 'utf8');
  }

  /** Logins by person: {code, card, password}, as printed once by `lamrelay codes`. */
  async logins() {
    const { stdout } = await run(PROGRAM, ['codes', '--config', this.config, '--dir', this.state, '--origin', this.origin]);
    const rows = stdout.trim().split('\n').slice(1).map((line) => JSON.parse(`[${line}]`));
    return Object.fromEntries(rows.map(([person, , , , code, password, link]) => [person, { code, password, link }]));
  }

  async export(what) {
    const { stdout } = await run(PROGRAM, ['export', '--dir', this.state, '--what', what, '--format', 'json']);
    return what === 'events' ? stdout.trim().split('\n').map((line) => JSON.parse(line).event) : JSON.parse(stdout);
  }

  /** What a subcommand prints about this hub's directory; it throws where that ends with an error. */
  async says(subcommand) {
    return (await run(PROGRAM, [subcommand, '--dir', this.state])).stdout;
  }

  /** As when the power goes. */
  async kill() {
    this.process.kill('SIGKILL');
    await this.ended;
  }

  async stop() {
    this.process.kill('SIGTERM');
    const code = await Promise.race([this.ended, after(10_000, 'still running', { ref: false })]);
    if (code !== 0) throw new Error(`the hub ended with ${code}\n${this.log().slice(-3000)}`);
    if (SANITIZER.test(this.log())) throw new Error(`a sanitizer has something to say:\n${this.log().slice(-8000)}`);
  }

  /** Whatever happened before: nothing stays running, nothing stays on disk. */
  remove() {
    this.process?.kill('SIGKILL');
    rmSync(this.directory, { recursive: true, force: true });
  }
}
