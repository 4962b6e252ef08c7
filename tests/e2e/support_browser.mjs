// Chromium, and one window for each person. What a window's console says against the page is kept.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { PATIENCE, until, WAIT_SECONDS } from './support.mjs';

const { chromium } = createRequire(new URL('../../client-web/package.json', import.meta.url))('playwright-core');

const PROGRAM = '/usr/bin/chromium';
const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];
const WAIT_MS = 1000 * PATIENCE * WAIT_SECONDS;
// What Chromium itself writes when a socket finds nobody, or whom it has found goes away, and of what is fetched then: no page can prevent it.
const NOBODY_THERE = /^(WebSocket connection to '.*' failed|Failed to load resource): .*(net::ERR_(CONNECTION|INTERNET_DISCONNECTED|NETWORK|SOCKET|EMPTY_RESPONSE|ABORTED)|before receiving a handshake response)/;
// No service worker is taken over a certificate that is not trusted; test_phone.mjs has one that is.
const REFUSED_WORKER = /^An (SSL certificate|unknown) error occurred when fetching the script\.$/;

// A page that waits for its hub asks by a plain request whether it is served at this address (ui/other_address.tsx): it is, only not like that.
const SERVED_HERE = /^Failed to load resource: the server responded with a status of 426 /;

export const PHONE = { width: 360, height: 740 };
export const TABLET = { width: 1024, height: 768 };
export const LAPTOP = { width: 1366, height: 768 };
export const HALL = { width: 1920, height: 1080 };

export const launch = (...more) => chromium.launch({ executablePath: PROGRAM, args: [...FLAGS, ...more] });

/** Everything that windows complained about; `socketsMayFail` while the hub or a phone's network is down on purpose. */
export const complaints = { list: [], socketsMayFail: false };

function complain(name, text) {
  if (REFUSED_WORKER.test(text) || SERVED_HERE.test(text)) return;
  if (complaints.socketsMayFail && NOBODY_THERE.test(text)) return;
  complaints.list.push(`${name}: ${text}`);
}

// Runs in the page before its own scripts.
function watch() {
  addEventListener('securitypolicyviolation', (event) => console.error('CSP', event.effectiveDirective, event.blockedURI));
  window.closeCodes = [];
  window.WebSocket = class extends WebSocket {
    constructor(...words) {
      super(...words);
      this.addEventListener('close', ({ code }) => window.closeCodes.push(code));
    }
  };
  // Whether the press under way ended on what it began on, and that was not off: only a selector of CSS alone can be asked that.
  addEventListener('click', ({ target }) => {
    const pressed = window.pressing && target.closest(window.pressing);
    if (pressed && pressed.ariaDisabled !== 'true') window.pressing = null;
  }, true);
}

const isPlain = (selector) => !/>>|:has-text|:text|^text=|:visible/.test(selector);
const PRESSES_MOST = 3;

/** A person at a device of their own: storage and cookies are nobody else's. */
export class Person {
  static async open(browser, name, size, options = {}) {
    const context = await browser.newContext({ viewport: size, ignoreHTTPSErrors: true, locale: 'vi-VN', ...options });
    context.setDefaultTimeout(WAIT_MS);
    // Chromium reports a breach of the policy on the console too, but not for everything it blocks.
    await context.addInitScript(watch);
    return new Person(name, context, await context.newPage());
  }

  constructor(name, context, page) {
    this.name = name;
    this.context = context;
    this.page = page;
    this.frames = [];
    page.on('console', (message) => message.type() === 'error' && complain(name, message.text()));
    page.on('pageerror', (error) => complain(name, String(error)));
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => this.frames.push(String(payload))));
  }

  /** The same person on the same device in one more tab. */
  async anotherTab() {
    return new Person(`${this.name}, another tab`, this.context, await this.context.newPage());
  }

  go(url) {
    return this.page.goto(url);
  }

  /** Waits until it can be seen, with this text in it if one is named. */
  async sees(selector, text) {
    const found = this.page.locator(selector).filter({ visible: true, ...(text === undefined ? {} : { hasText: text }) });
    await found.first().waitFor().catch(async (error) => {
      await this.keepsPicture();
      throw new Error(`${this.name} does not see ${selector}${text === undefined ? '' : ` with ${text}`}\n${error.message}`);
    });
    return found.first();
  }

  /** Of the last thing that was not found: tests/out/e2e/NAME.png. */
  keepsPicture() {
    return this.page.screenshot({ path: fileURLToPath(new URL(`../out/e2e/${this.name.replaceAll(/\W+/g, '_')}.png`, import.meta.url)) }).catch(() => undefined);
  }

  async seesNo(selector) {
    await until(`${this.name} no longer sees ${selector}`, async () => !(await this.page.locator(selector).first().isVisible()));
  }

  /** Whether it ended on what it began on, and that was not off just then. */
  async pressesOnce(selector, options) {
    await this.page.evaluate((pressing) => (window.pressing = pressing), isPlain(selector) ? selector : null);
    await this.page.locator(selector).filter({ visible: true }).first().click(options);
    return !(await this.page.evaluate(() => window.pressing).catch(() => null)); // gone with its page: it was heard
  }

  /** Where a row came in between finger down and finger up, the button is no longer under it and nothing happens: a person presses again. */
  async presses(selector) {
    for (let press = 1; press <= PRESSES_MOST; press += 1) {
      const isHeard = await this.pressesOnce(selector).catch(async (error) => {
        await this.keepsPicture();
        throw error;
      });
      if (isHeard) return;
      console.log(`    ${this.name}: ${selector} moved away under the finger`);
    }
    throw new Error(`${this.name}: ${selector} moves away under the finger, ${PRESSES_MOST} times`);
  }

  /** A radio or a box; where it moved away under the finger, one sees it unmarked and presses again. */
  async marks(selector, on = true) {
    const box = this.page.locator(selector);
    const isMissed = (error) => {
      if (!error.message.includes('did not change its state')) throw error;
    };
    await until(`${this.name}: ${selector} is ${on ? 'marked' : 'clear'}`, () => box.setChecked(on).then(() => true, isMissed));
  }

  async writes(selector, text) {
    await this.page.locator(selector).fill(text);
  }

  /** At the door of a page for staff. */
  async givesPassword(name, password) {
    await this.writes('#name', name);
    await this.writes('#password', password);
    await this.presses('[data-action="session.open"]');
  }

  /** Key by key, as where the page answers to each. */
  async types(selector, text) {
    await this.page.locator(selector).pressSequentially(text);
  }

  /** By so many pixels the page is wider than its window. */
  tooWide() {
    return this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  }

  /** How the hub or the page ended this page's sockets, oldest first. */
  closeCodes() {
    return this.page.evaluate(() => window.closeCodes);
  }

  async textOf(selector) {
    return (await this.sees(selector)).innerText();
  }

  async attribute(selector, name) {
    return (await this.sees(selector)).getAttribute(name);
  }
}
