// What the pages may weigh and how long they may take, printed one a line: `name value unit target ok|short`. Sizes, and that no page
// keeps what it no longer needs, are a gate; times are told and judge nobody, as they are those of the machine.
//   BUDGETS=full   also with 600 questions before a moderator of 5,875 people, and over a slow line many times
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { LAPTOP, Person, PHONE } from './support_browser.mjs';
import { crowd, Delegate } from './support_crowd.mjs';
import { holdConference } from './support_hold.mjs';
import { MORNING } from './support_whole.mjs';
import { Hub, report, ROOT, until } from './support.mjs';

const FULL = process.env.BUDGETS === 'full';
const DIST = join(ROOT, 'client-web/dist');
const KB = 1024;
const LANGUAGE = /^language-/;
// 400 kbit/s with 400 ms, and a phone six times slower than this machine.
const WEAK = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
const UPDATES = 1000;
const WARM_UP = 500;
const TIMES = 3;
/** Of the heap, from the same page after as many updates again. */
const GROWTH_MOST = 1.1;
const QUESTIONS = 600;

const generous = { messagesPerMinute: 600_000, messagesBurst: 20_000, deskMessagesPerMinute: 600_000, questionsPerMinute: 100_000, questionsBurst: 10_000, signInsFailedPerMinute: 1000 };
const hub = new Hub({ ...MORNING, limits: { ...MORNING.limits, ...generous } });

await holdConference({ hub, seconds: 280, before: sizes }, async (browser) => {
  const logins = await hub.logins();
  await weakPhone(browser, logins);
  await keepsNothing(browser, logins);
});

if (FULL) {
  const config = JSON.parse(readFileSync(join(ROOT, 'config/dialogue-2023.json'), 'utf8'));
  delete config.$schema;
  const full = new Hub({ ...config, limits: { ...config.limits, ...generous } });
  await holdConference({ hub: full }, (browser) => fullDesk(browser, full));
}

/** One line; whether the target is met. */
function tell(name, value, unit, target) {
  const isMet = value <= target;
  console.log(`    ${name} ${unit === 'bytes' ? value : Number(value.toFixed(2))} ${unit} ${target} ${isMet ? 'ok' : 'short'}`);
  return isMet;
}

function gate(name, value, unit, target) {
  if (!tell(name, value, unit, target)) throw new Error(`${name}: ${value} ${unit}, the target is ${target}`);
}

// ---- sizes ----

function packed(file) {
  return brotliCompressSync(readFileSync(join(DIST, file))).length;
}

/** Everything that a page loads: what its HTML names, and what that imports. The words of a language only where it is chosen. */
function filesOf(page) {
  const files = new Set([page]);
  const assets = readdirSync(join(DIST, 'assets')).filter((name) => !LANGUAGE.test(name));
  for (const file of files)
    for (const name of assets) if (readFileSync(join(DIST, file), 'utf8').includes(name)) files.add(join('assets', name));
  return [...files];
}

async function sizes() {
  const weigh = (files, kind) => files.filter((file) => /\.(woff2?|ttf)$/.test(file) === (kind === 'font')).reduce((sum, file) => sum + packed(file), 0);
  await report.test('the page for phones is in the first window of a connection, and small with all it loads later', () => {
    gate('participant', packed('index.html'), 'bytes', 14 * KB);
    gate('participant-with-lazy-parts', weigh(filesOf('index.html')), 'bytes', 30 * KB);
  });
  const pages = { stage: 35, site: 80, mod: 80, chair: 80, admin: 120 };
  for (const [name, most] of Object.entries(pages))
    await report.test(`${name}: all that it loads`, () => {
      const files = filesOf(`${name}.html`);
      gate(name, weigh(files), 'bytes', most * KB);
      gate(`${name}-fonts`, weigh(files, 'font'), 'bytes', 50 * KB);
    });
  await report.test('English, which they load where it is chosen', () => {
    const [file] = readdirSync(join(DIST, 'assets')).filter((name) => LANGUAGE.test(name));
    gate('english', packed(join('assets', file)), 'bytes', 20 * KB);
  });
}

// ---- a five-year-old phone on a weak line ----

// Runs in the page from its beginning.
function watchTasks() {
  window.tasks = [];
  window.marks = {};
  new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => window.tasks.push(duration))).observe({ type: 'longtask', buffered: true });
  const look = () => {
    if (document.querySelector('#code')) window.marks.usable ??= performance.now();
    if (document.querySelector('[data-screen=main] [data-poll], [data-screen=main] [data-item]')) window.marks.shown ??= performance.now();
    requestAnimationFrame(look);
  };
  look();
}

async function metrics(client) {
  const { metrics: all } = await client.send('Performance.getMetrics');
  return Object.fromEntries(all.map(({ name, value }) => [name, value]));
}

async function heap(client) {
  for (let time = 0; time < 3; time += 1) await client.send('HeapProfiler.collectGarbage');
  return (await client.send('Runtime.getHeapUsage')).usedSize;
}

async function slow(person, line = WEAK, cpu = 6) {
  const client = await person.context.newCDPSession(person.page);
  await client.send('Network.enable');
  await client.send('Performance.enable');
  await client.send('Network.emulateNetworkConditions', line);
  await client.send('Emulation.setCPUThrottlingRate', { rate: cpu });
  return client;
}

function middle(values) {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
}

async function weakPhone(browser, logins) {
  await report.test('a phone on a weak line: times, for who reads them', async () => {
    const times = { fcp: [], usable: [], shown: [], warm: [], script: [], longest: [], heap: [] };
    let snapshot = 0;
    const chair = await Delegate.join(hub, { name: 'chair', password: logins.chair.password });
    await chair.actNow('agenda.start', { item: 3, rev: 1 });
    for (let time = 0; time < (FULL ? 9 : 2); time += 1) {
      const person = await Person.open(browser, 'phone', PHONE, { isMobile: true, hasTouch: true });
      await person.context.addInitScript(watchTasks);
      const client = await slow(person);
      await person.go(`${hub.origin}/`);
      await person.sees('#code');
      times.fcp.push(await paint(person));
      times.usable.push((await person.page.evaluate(() => window.marks)).usable);
      await client.send('Network.emulateNetworkConditions', { ...WEAK, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
      await person.types('#code', logins['hall-0001'].code);
      await person.presses('[data-action="session.open"]');
      await person.sees('[data-screen=main] [data-item]');
      // Signed in already: what most do most often is to come back to it.
      await client.send('Network.emulateNetworkConditions', WEAK);
      await client.send('Network.clearBrowserCache');
      // Whoever comes back is shown what was kept, and sent only what is new: the whole is what came at first.
      snapshot = Math.max(snapshot, ...person.frames.filter((frame) => frame.includes('"snapshot"')).map((frame) => Buffer.byteLength(frame)));
      await person.page.reload();
      await person.sees('[data-screen=main] [data-item]');
      times.shown.push((await person.page.evaluate(() => window.marks)).shown);
      await until('the second part', () => person.page.evaluate(() => document.querySelector('#question') !== null), 15);
      const { ScriptDuration } = await metrics(client);
      times.script.push(1000 * ScriptDuration);
      times.longest.push(Math.max(0, ...(await person.page.evaluate(() => window.tasks))));
      times.heap.push((await heap(client)) / KB / KB);
      await person.page.reload();
      times.warm.push(await paint(person));
      await person.context.close();
    }
    chair.leave();
    tell('phone-first-paint', middle(times.fcp), 'ms', 900);
    tell('phone-usable', middle(times.usable), 'ms', 1200);
    tell('phone-snapshot-shown', middle(times.shown), 'ms', 1700);
    tell('phone-warm-first-paint', middle(times.warm), 'ms', 500);
    tell('phone-script', middle(times.script), 'ms', 150);
    tell('phone-longest-task', middle(times.longest), 'ms', 100);
    tell('phone-heap', middle(times.heap), 'MB', 8);
    tell('participant-snapshot', snapshot, 'bytes', 4 * KB);
  });
}

function paint(person) {
  return until('the first paint', () => person.page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime));
}

// ---- what a page keeps ----

async function openSignedIn(browser, logins) {
  const pages = { site: ['operator', '/site'], moderator: ['moderator', '/mod'], chair: ['chair', '/chair'], admin: ['admin', '/admin'] };
  const windows = {};
  for (const [name, [who, path]] of Object.entries(pages)) {
    windows[name] = await Person.open(browser, name, LAPTOP);
    await windows[name].go(`${hub.origin}${path}`);
    await windows[name].givesPassword(who, logins[who].password);
    if (name === 'site') await windows[name].presses('[data-action=rehearsal-done]');
  }
  windows.phone = await Person.open(browser, 'phone', PHONE);
  await windows.phone.go(`${hub.origin}/`);
  await windows.phone.types('#code', logins['hall-0002'].code);
  await windows.phone.presses('[data-action="session.open"]');
  windows.stage = await Person.open(browser, 'stage', LAPTOP);
  await windows.stage.go(logins.display.link);
  for (const person of Object.values(windows)) {
    await person.sees('[data-screen=main]');
    person.page.removeAllListeners('websocket'); // what goes over its socket would be kept here
  }
  return windows;
}

/** Questions go from list to list and the stage from view to view, as on a long day: at the end everything is as it was. */
async function update(moderator, rows, count) {
  for (let done = 0; done < count; )
    for (const row of rows) {
      for (const method of ['question.approve', 'question.unapprove']) ({ rev: row.rev } = await moderator.act(method, { question: row.question, rev: row.rev }));
      done += 2;
      if (done % 50 === 0) {
        ({ rev: rows.stage } = await moderator.actNow('stage.show', { view: done % 100 ? 'agenda' : 'clock', rev: rows.stage }));
        done += 1;
      }
    }
}

async function keepsNothing(browser, logins) {
  await report.test(`after ${UPDATES} updates every page holds what it held before, within a tenth`, async () => {
    const windows = await openSignedIn(browser, logins);
    const moderator = await Delegate.join(hub, { name: 'moderator-2', password: logins['moderator-2'].password });
    const { delegates } = await crowd(hub, ['hall-0001', 'hall-0003'].map((person) => logins[person]));
    const rows = [];
    for (let number = 0; number < 10; number += 1) rows.push({ ...(await delegates[number % 2].act('question.submit', { text: `Câu hỏi số ${number + 1} về tuyến đường liên xã` })), rev: 1 });
    rows.stage = 1;
    const clients = {};
    for (const [name, { context, page }] of Object.entries(windows)) clients[name] = await context.newCDPSession(page);
    const look = async () => {
      const last = `[data-panel=pending] [data-question="${rows[9].question}"][data-rev="${rows[9].rev}"]`;
      await until('the last update', () => windows.moderator.page.locator(last).isVisible(), 60);
      await new Promise((done) => setTimeout(done, 1000));
      return Object.fromEntries(await Promise.all(Object.entries(clients).map(async ([name, client]) => [name, await heap(client)])));
    };
    await update(moderator, rows, WARM_UP);
    let [before, then, grown] = [{}, await look(), []];
    // What is kept for good grows each time; what the browser makes ready for the page does not.
    for (let time = 0; time < TIMES && (time === 0 || grown.length > 0); time += 1) {
      await update(moderator, rows, UPDATES);
      [before, then] = [then, await look()];
      grown = Object.keys(windows).filter((name) => then[name] / before[name] > GROWTH_MOST);
    }
    for (const name of Object.keys(windows)) {
      tell(`${name}-heap`, then[name] / KB / KB, 'MB', name === 'phone' ? 8 : 40);
      tell(`${name}-heap-growth`, then[name] / before[name], 'times', GROWTH_MOST);
    }
    for (const { context } of Object.values(windows)) await context.close();
    if (grown.length > 0) throw new Error(`grown: ${grown.join(', ')}`);
  });
}

// ---- a full desk ----

async function fullDesk(browser, full) {
  const logins = await full.logins();
  await report.test(`a moderator with ${QUESTIONS} questions and ${Object.values(logins).filter(({ code }) => code).length} people: from the press to the picture`, async () => {
    const { delegates } = await crowd(full, Object.entries(logins).filter(([, { code }]) => code).slice(0, 20).map(([, login]) => login));
    for (let number = 0; number < QUESTIONS; number += 20)
      await Promise.all(delegates.map((delegate, index) => delegate.act('question.submit', { text: `Câu hỏi ${number + index + 1}: bao giờ sửa tuyến đường liên xã số ${index}?` })));
    const person = await Person.open(browser, 'moderator', LAPTOP);
    await person.go(`${full.origin}/mod`);
    await person.givesPassword('moderator-1', logins['moderator-1'].password);
    await person.sees('[data-panel=pending] [data-question]');
    const client = await slow(person, { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 }, 4);
    const presses = [];
    const drawn = [];
    for (let time = 0; time < 9; time += 1) {
      const took = await person.page.evaluate(actToPaint);
      presses.push(took.first);
      drawn.push(took.settled);
    }
    tell('moderator-press-to-paint', middle(presses), 'ms', 100);
    tell('moderator-row-moved', middle(drawn), 'ms', 400);
    tell('moderator-full-heap', (await heap(client)) / KB / KB, 'MB', 40);
    delegates.forEach((delegate) => delegate.leave());
  });
}

// Runs in the page: the first waiting question is let through; when the next picture is there, and when the row is gone.
async function actToPaint() {
  const row = document.querySelector('[data-panel=pending] [data-question]');
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const from = performance.now();
  row.querySelector('[data-action="question.approve"]').click();
  await painted();
  const first = performance.now() - from;
  while (row.isConnected) await painted();
  return { first, settled: performance.now() - from };
}
