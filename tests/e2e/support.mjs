// What every browser test needs besides the browser: counting, bounded waiting, a hub of its own.
import { execFile, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, closeSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const PROGRAM = resolve(ROOT, process.env.LAMRELAY ?? 'build/dev/lamrelay');
const PAGES = join(dirname(PROGRAM), 'pages');
/** As often as one may name an option. */
const SITES_AT_ONCE = 8;
/** Below those that the system gives away, from the first to before the last. */
const PORTS = [12_000, 32_000];
/** For machines that are busy with other things: everything waited for may take so many times longer. */
export const PATIENCE = Number(process.env.PATIENCE ?? 1);
/** Longer than a page or a site takes to come back (15 s), than a call stands unanswered (10 s), and than both take together. */
export const WAIT_SECONDS = 30;
/** Until a page that is at the hub has gone back to its site's process, at the latest (client-web/src/core/moving.ts): a look that nobody answers (10 s), the pause
 * until the next (40 s), that one (10 s), and the way there (15 s). Mostly it is the first look. */
export const WAY_BACK_SECONDS = 75;
const RESTS_MS = 600;
export const SANITIZER = /AddressSanitizer|LeakSanitizer|ThreadSanitizer|runtime error:/;
const run = promisify(execFile);

/** Prints `ok NAME` or `FAIL NAME: why`; at the end `N passed, N failed`. */
class Report {
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

/** Of this process: each file is one. */
export const report = new Report();

// The browser's library writes its messages in colour.
const plain = (text) => text.replace(/\x1b\[[0-9;]*m/g, '');

/** Looks again and again until `look` gives something; throws what it last saw after `seconds`. */
export async function until(what, look, seconds = WAIT_SECONDS) {
  const end = performance.now() + 1000 * PATIENCE * seconds;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (performance.now() > end) throw new Error(`${what}: not within ${seconds} s`);
    await after(25);
  }
}

/** Like `until`, but for a value that has to become what is expected: the message shows both. */
export async function becomes(what, expected, look, seconds = WAIT_SECONDS) {
  const wanted = JSON.stringify(expected);
  const end = performance.now() + 1000 * PATIENCE * seconds;
  for (;;) {
    const seen = JSON.stringify(await look());
    if (seen === wanted) return;
    if (performance.now() > end) throw new Error(`${what}: ${seen}, not ${wanted}`);
    await after(25);
  }
}

/** What it gives once it has given the same for a while: what is still on its way is nothing to compare with later. */
export async function atRest(what, look, seconds = WAIT_SECONDS) {
  const end = performance.now() + 1000 * PATIENCE * seconds;
  let [seen, since] = [await look(), performance.now()];
  while (performance.now() - since < RESTS_MS) {
    if (performance.now() > end) throw new Error(`${what}: not at rest within ${seconds} s`);
    await after(50);
    const now = await look();
    if (JSON.stringify(now) !== JSON.stringify(seen)) [seen, since] = [now, performance.now()];
  }
  return seen;
}

/** One process of ours, `hub` or `site`. What it says on stderr stands in `logPath`. */
class Running {
  async begin(words) {
    const log = openSync(this.logPath, 'a');
    this.process = spawn(PROGRAM, words, { stdio: ['ignore', 'pipe', log] });
    closeSync(log);
    this.ended = new Promise((done) => this.process.once('exit', (code, signal) => done(signal ?? code)));
    const lines = createInterface({ input: this.process.stdout });
    /** Every line on stdout so far. */
    this.heard = [];
    lines.on('line', (line) => this.heard.push(line));
    const said = new Promise((done) => lines.once('line', done));
    const line = await Promise.race([said, this.ended, after(1000 * PATIENCE * WAIT_SECONDS, 'nothing', { ref: false })]);
    const found = /ready on port (\d+)/.exec(line);
    if (!found) throw new Error(`lamrelay ${words[0]} did not start: ${line}\n${this.log()}`);
    this.port = Number(found[1]);
    this.origin = `https://localhost:${this.port}`;
  }

  log() {
    return existsSync(this.logPath) ? readFileSync(this.logPath, 'utf8') : '';
  }

  /** As when the power goes. */
  async kill() {
    this.process.kill('SIGKILL');
    await this.ended;
  }

  async stop() {
    this.process.kill('SIGTERM');
    const code = await Promise.race([this.ended, after(1000 * PATIENCE * WAIT_SECONDS, 'still running', { ref: false })]);
    if (code !== 0) throw new Error(`it ended with ${code}\n${this.log().slice(-3000)}`);
    if (SANITIZER.test(this.log())) throw new Error(`a sanitizer has something to say:\n${this.log().slice(-8000)}`);
  }
}

/** One hub on a port of its own in a directory of its own; the port stays the same when it starts again. */
export class Hub extends Running {
  /** links: {port, sites}: where the processes of these sites connect; without a port one is chosen as it starts. */
  constructor(config, links) {
    super();
    this.directory = mkdtempSync(join(tmpdir(), 'lamrelay-e2e-'));
    this.state = join(this.directory, 'state');
    this.config = join(this.directory, 'conference.json');
    this.logPath = join(this.directory, 'hub.log');
    this.port = 0;
    this.links = links;
    this.pages = PAGES;
    writeFileSync(this.config, JSON.stringify(config));
  }

  get linkPort() {
    return this.links?.port;
  }

  async start() {
    const { state } = this;
    if (!existsSync(join(state, 'server.pem'))) await run(PROGRAM, ['certificate', '--dir', state, '--name', 'localhost']);
    const lacking = (this.links?.sites ?? []).filter((site) => !existsSync(join(state, `site-${site}.pem`)));
    while (lacking.length > 0) await run(PROGRAM, ['certificate', '--dir', state, ...lacking.splice(0, SITES_AT_ONCE).flatMap((site) => ['--site', site])]);
    // A port of one's own choice is there again when one comes back.
    this.port ||= await freePort();
    const words = ['hub', '--config', this.config, '--dir', state, '--certificate', join(state, 'server.pem')];
    words.push('--key', join(state, 'server.key'), '--port', String(this.port), '--pages', this.pages);
    if (this.links) words.push('--link-port', String(this.links.port), '--link-ca', join(state, 'link-authority.pem'));
    await this.begin(words);
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

  /** Whatever happened before: nothing stays running, nothing stays on disk. */
  remove() {
    this.process?.kill('SIGKILL');
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** A port that nobody has, and that nobody is given who asks for just any one. */
export async function freePort() {
  for (;;) {
    const server = createServer().listen(randomInt(...PORTS), '127.0.0.1');
    const port = await Promise.race([once(server, 'listening').then(() => server.address().port), once(server, 'error').then(() => 0)]);
    if (port === 0) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}

/** The process of one site, linked to `hub` by way of the port `linkPort`. It listens where it is told, so that pages can be told before it is there. */
export class Site extends Running {
  constructor(hub, id, port, linkPort, folder = `site-${id}`) {
    super();
    Object.assign(this, { hub, id, port, linkPort, folder: join(hub.directory, folder), logPath: join(hub.directory, `${folder}.log`) });
    this.origin = `https://localhost:${port}`;
  }

  async start(...more) {
    const { state } = this.hub;
    const named = (name) => join(state, name);
    const words = ['site', '--dir', this.folder, '--hub', `wss://localhost:${this.linkPort}`, '--link-certificate', named(`site-${this.id}.pem`)];
    words.push('--link-key', named(`site-${this.id}.key`), '--link-ca', named('authority.pem'), '--certificate', named('server.pem'));
    words.push('--key', named('server.key'), '--port', String(this.port), '--pages', PAGES);
    words.push('--address', this.origin, '--hub-address', this.hub.origin, ...more);
    await this.begin(words);
  }

  /** It serves people, for it has its hub. */
  async isReady() {
    const response = await fetch(`${this.origin}/readyz`).catch(() => null);
    return response?.status === 200;
  }

  /** How many pages are connected to it. */
  async connections() {
    const text = await (await fetch(`${this.origin}/metrics`)).text();
    return Number(/^lamrelay_connections (\d+)/m.exec(text)?.[1] ?? -1);
  }

  remove() {
    this.process?.kill('SIGKILL');
  }
}
