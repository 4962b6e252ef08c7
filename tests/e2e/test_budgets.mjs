// What the pages may weigh and how long they may take, printed one a line: `name value unit target ok|short`; where it is the middle one of
// several, all of them follow. Sizes, and that no page keeps what it no longer needs, are a gate. Times are told and judge nobody: the machine
// is slowed to the speed of the device that is meant (support_speed.mjs), which takes most of the machine out of them, but not all.
//   PATIENCE=3 BUDGETS=full   also with 600 questions before a moderator of 5,875 people, and over weak lines many times: five minutes
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { LAPTOP, launch, Person, PHONE } from './support_browser.mjs';
import { crowd, Delegate } from './support_crowd.mjs';
import { holdConference } from './support_hold.mjs';
import { MORNING } from './support_whole.mjs';
import { trusting } from './support_shell.mjs';
import { calibrated, LAPTOP_INDEX, PHONE_INDEX } from './support_speed.mjs';
import { WeakLine } from './support_weak_line.mjs';
import { comesByCard, comesFirst, WEAK } from './support_weak_phone.mjs';
import { Hub, report, ROOT, until } from './support.mjs';

const FULL = process.env.BUDGETS === 'full';
const DIST = join(ROOT, 'client-web/dist');
const KB = 1024;
const LANGUAGE = /^language-/;
const UPDATES = 1000;
const WARM_UP = 500;
const TIMES = 3;
/** Of the heap, from the same page after as many updates again. */
const GROWTH_MOST = 1.1;
const QUESTIONS = 600;
// Milliseconds, of a phone on a weak line; what they are is told there.
const TARGETS = {
  emulated: { 'first-paint': 900, usable: 1200, 'snapshot-shown': 1700 },
  field: { 'first-paint': 2000, usable: 2300, 'snapshot-shown': 3000 },
};
const WARM_MOST = 500;
/** Of each kind, over each line. */
const LOADS = 7;

const generous = { messagesPerMinute: 600_000, messagesBurst: 20_000, deskMessagesPerMinute: 600_000, questionsPerMinute: 100_000, questionsBurst: 10_000, signInsFailedPerMinute: 1000 };
const sites = MORNING.sites.map((site) => ({ ...site, people: 20 }));
const hub = new Hub({ ...MORNING, sites, limits: { ...MORNING.limits, ...generous } });

await holdConference({ hub, trusted: true, before: sizes }, async (browser) => {
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
function tell(name, value, unit, target, all = []) {
  const isMet = value <= target;
  console.log(`    ${name} ${unit === 'bytes' ? value : Number(value.toFixed(2))} ${unit} ${target} ${isMet ? 'ok' : 'short'}${inOrder(all)}`);
  return isMet;
}

function inOrder(all) {
  if (all.length < 2) return '';
  const sorted = all.toSorted((one, other) => one - other);
  return ` (${sorted.map((value) => value.toFixed(sorted.at(-1) < 50 ? 2 : 0)).join(' ')})`;
}

function tellMiddle(name, all, unit, target) {
  return tell(name, middle(all), unit, target, all);
}

/** How fast the machine was, by what it was slowed, and how fast it was then: no target, but whoever reads the times must know it. */
function tellSpeed(name, seen, index) {
  const words = { index: 'of the machine', rate: 'times slower', reached: `of ${index} meant`, drift: 'times, from before to after' };
  for (const [what, unit] of Object.entries(words)) if (seen[what]) console.log(`    ${name}-speed-${what} ${middle(seen[what]).toFixed(2)} ${unit}${inOrder(seen[what])}`);
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

// Two lines. As a browser emulates one: each request waits 400 ms, connections and their handshakes cost nothing, and so do messages of a
// socket that is open. And one between the browser and the hub (support_weak_line.mjs) on which all of that costs what it does in the field.
// There the page takes three trips (TCP, TLS, the page itself), and the socket three more (TCP, TLS, upgrade), with which a card or a token goes.
//   first-paint     the first words are seen
//   usable          the field for the code can be typed into; who has never been here, without a session
//   snapshot-shown  who comes by the link of a card is signed in and sees what the hub sent: what is on now
//   asking          the same, and the second part is there: a tap opens the form for a question
//   back-shown      who was here before loads the page anew, with nothing in the browser's cache, and sees what is on: as it was kept
//   warm            the same with the service worker in place
//   script          what script took until then, of who comes by a card, without the look-out for the marks; `back-`: of who was here before
//   longest-task    of all of these

async function heap(client) {
  for (let time = 0; time < 3; time += 1) await client.send('HeapProfiler.collectGarbage');
  return (await client.send('Runtime.getHeapUsage')).usedSize;
}

function middle(values) {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
}

async function weakPhone(browser, logins) {
  // Each time somebody else: a code that goes from phone to phone is stopped after a while.
  const people = Object.keys(logins).filter((person) => /^dc01-/.test(person));
  await report.test('a phone on a weak line: times, for who reads them', async () => {
    const line = await WeakLine.to(hub.port, { roundTrip: WEAK.latency, width: WEAK.downloadThroughput });
    const chair = await Delegate.join(hub, { name: 'chair', password: logins.chair.password });
    await chair.actNow('agenda.start', { item: 3, rev: 1 });
    const outside = await launch(trusting(hub), line.flag);
    const ways = { emulated: { from: browser, emulated: WEAK }, field: { from: outside, line } };
    const seen = { emulated: {}, field: {} };
    // By turns: what else the machine does is then nearly the same for both.
    for (let time = 0; time < (FULL ? LOADS : 1); time += 1)
      for (const [name, way] of Object.entries(ways)) {
        const note = (what, value) => (seen[name][what] ??= []).push(value);
        await comesFirst(way, `${hub.origin}/`, note);
        await comesByCard(way, logins[people.shift()].link, note);
      }
    chair.leave();
    await outside.close();
    line.close();
    for (const [name, targets] of Object.entries(TARGETS)) {
      const way = `phone-${name}`;
      tellSpeed(way, seen[name], PHONE_INDEX);
      for (const [what, target] of Object.entries(targets)) tellMiddle(`${way}-${what}`, seen[name][what], 'ms', target);
      tellMiddle(`${way}-asking`, seen[name].asking, 'ms', targets['snapshot-shown'] + 1000);
      tellMiddle(`${way}-back-shown`, seen[name]['back-shown'], 'ms', targets['snapshot-shown']);
      tellMiddle(`${way}-warm-first-paint`, seen[name]['warm-first-paint'], 'ms', WARM_MOST);
      tellMiddle(`${way}-warm-shown`, seen[name]['warm-shown'], 'ms', WARM_MOST + 300);
      tellMiddle(`${way}-script`, seen[name].script, 'ms', 150);
      tellMiddle(`${way}-back-script`, seen[name]['back-script'], 'ms', 150);
      tellMiddle(`${way}-longest-task`, seen[name].longest, 'ms', 100);
    }
    // What no busy machine changes: the page's connection and the socket, all that goes over them, and what the page holds.
    tell('phone-field-connections', middle(seen.field.connections), 'connections', 2);
    tell('phone-field-bytes', middle(seen.field.bytes), 'bytes', 48 * KB);
    tell('phone-heap', middle(seen.emulated.heap), 'MB', 8);
    tell('participant-snapshot', Math.max(...seen.emulated.snapshot), 'bytes', 4 * KB);
  });
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
    const client = await person.context.newCDPSession(person.page);
    const speed = await calibrated(browser, LAPTOP_INDEX);
    await client.send('Emulation.setCPUThrottlingRate', { rate: speed.rate });
    const presses = [];
    const drawn = [];
    for (let time = 0; time < 9; time += 1) {
      const took = await person.page.evaluate(actToPaint);
      presses.push(took.first);
      drawn.push(took.settled);
    }
    tellSpeed('moderator', Object.fromEntries(Object.entries(speed).map(([what, value]) => [what, [value]])), LAPTOP_INDEX);
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
