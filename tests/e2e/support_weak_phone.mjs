// A five-year-old phone on a weak line, and what it tells of how a page comes: moments and work, taken down by the page itself. Nothing is asked
// of the page while it comes: on a phone this slow each question of a test is work that a page would be blamed for.
import { setTimeout as after } from 'node:timers/promises';
import { Person, PHONE } from './support_browser.mjs';
import { calibrated, machineIndex, PHONE_INDEX } from './support_speed.mjs';
import { until } from './support.mjs';

/** 400 kbit/s with 400 ms. */
export const WEAK = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
const MB = 1024 * 1024;
// What follows the last mark at once is part of how the page comes.
const SETTLED_MS = 500;

// Runs in the page from its beginning. Looks only when something has changed: looking each frame would be most of what the page does.
function watchMarks() {
  window.tasks = [];
  window.marks = {};
  window.watching = 0;
  const seen = { usable: '#code', shown: '[data-screen=main] :is([data-poll], [data-item])', asking: '[data-action="session.close"]', live: '[data-link=live]' };
  new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => window.tasks.push(duration))).observe({ type: 'longtask', buffered: true });
  new MutationObserver(() => {
    const from = performance.now();
    for (const [name, selector] of Object.entries(seen))
      if (!(name in window.marks) && document.querySelector(selector)) {
        window.marks[name] = performance.now();
        window.told(name);
      }
    window.watching += performance.now() - from;
  }).observe(document, { childList: true, subtree: true, attributeFilter: ['data-link'] });
}

class WeakPhone {
  /** way: the browser it comes `from`, what of the line that browser has to emulate, and `line` where the line is one between it and the hub. */
  static async open(way, speed) {
    const person = await Person.open(way.from, 'phone', PHONE, { isMobile: true, hasTouch: true, ignoreHTTPSErrors: false });
    await person.context.addInitScript(watchMarks);
    const client = await person.context.newCDPSession(person.page);
    const phone = Object.assign(new WeakPhone(), { person, client, told: new Set() });
    await client.send('Runtime.enable');
    await client.send('Runtime.addBinding', { name: 'told' });
    client.on('Runtime.bindingCalled', ({ payload }) => phone.told.add(payload));
    await client.send('Network.enable');
    await client.send('Performance.enable');
    if (way.emulated) await client.send('Network.emulateNetworkConditions', way.emulated);
    await client.send('Emulation.setCPUThrottlingRate', { rate: speed.rate });
    return phone;
  }

  /** Goes there and waits for all of these marks. What is given back is in milliseconds. */
  async comes(go, marks) {
    this.told.clear();
    await go(this.person.page);
    await until(`the page with ${marks}`, () => marks.every((mark) => this.told.has(mark)), 30);
    await after(SETTLED_MS);
    const { metrics } = await this.client.send('Performance.getMetrics');
    const found = await this.person.page.evaluate(() => ({
      ...window.marks,
      longest: Math.max(0, ...window.tasks),
      watching: window.watching,
      paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
    }));
    // Looking for the marks is script, too, but none of the page's.
    return { ...found, script: 1000 * metrics.find(({ name }) => name === 'ScriptDuration').value - found.watching };
  }

  async heap() {
    for (let time = 0; time < 3; time += 1) await this.client.send('HeapProfiler.collectGarbage');
    return (await this.client.send('Runtime.getHeapUsage')).usedSize / MB;
  }

  close() {
    return this.person.context.close();
  }
}

/** As slow as the phone that is meant, for one load: the speed of a shared machine is another one a minute later. */
async function slowed(way, note, act) {
  const speed = await calibrated(way.from, PHONE_INDEX);
  for (const [name, value] of Object.entries(speed)) note(name, value);
  const phone = await WeakPhone.open(way, speed);
  try {
    await act(phone);
  } finally {
    await phone.close();
  }
  const later = await machineIndex(way.from);
  note('drift', Math.max(later / speed.index, speed.index / later));
}

/** Who has never been here comes to the door. */
export const comesFirst = (way, url, note) =>
  slowed(way, note, async (phone) => {
    const seen = await phone.comes((page) => page.goto(url), ['usable', 'live']);
    note('usable', seen.usable);
    note('first-paint', seen.paint);
    note('longest', seen.longest);
  });

/** Who comes by the link of a card; then again, by the service worker; then again with nothing in the browser's cache. */
export const comesByCard = (way, link, note) =>
  slowed(way, note, async (phone) => {
    const { person, client } = phone;
    const all = ['shown', 'asking', 'live'];
    way.line?.count();
    const first = await phone.comes((page) => page.goto(link), all);
    if (way.line) for (const what of ['connections', 'bytes']) note(what, way.line[what]);
    note('snapshot-shown', first.shown);
    note('asking', first.asking);
    note('script', first.script);
    // Whoever comes back is shown what was kept, and sent only what is new: the whole is what came at first.
    note('snapshot', Math.max(...person.frames.filter((frame) => frame.includes('"snapshot"')).map((frame) => Buffer.byteLength(frame))));
    await until('the worker', () => person.page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated'), 60);
    const warm = await phone.comes((page) => page.reload(), all);
    note('warm-first-paint', warm.paint);
    note('warm-shown', warm.shown);
    await person.page.evaluate(async () => {
      await (await navigator.serviceWorker.getRegistration()).unregister();
      for (const name of await caches.keys()) await caches.delete(name);
    });
    await client.send('Network.clearBrowserCache');
    const back = await phone.comes((page) => page.reload(), all);
    note('back-shown', back.shown);
    note('back-script', back.script);
    note('longest', Math.max(first.longest, warm.longest, back.longest));
    note('heap', await phone.heap());
  });
