// Texts that mean harm, or only look strange, on the wall and on a phone: no script runs, nothing is fetched, nothing sticks out of its place.
// Some are written here; with the data beside the project two hundred of the Big List of Naughty Strings as well.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { complaints } from './support_browser.mjs';
import { Delegate } from './support_crowd.mjs';
import { holdConference } from './support_hold.mjs';
import { openPhone, openStage } from './support_people.mjs';
import { MORNING } from './support_whole.mjs';
import { becomes, Hub, report, ROOT } from './support.mjs';

const MOST = 200;
const STRINGS = join(ROOT, '../shared/data/hostile/blns/blns.json');
const OURS = [
  '<script>window.harmed = 1</script>',
  '<img src=x onerror="window.harmed = 1">',
  '"><svg onload=window.harmed=1>',
  'javascript:window.harmed=1',
  '</title></style></textarea><iframe srcdoc="<script>parent.harmed=1</script>">',
  '{{constructor.constructor("harmed=1")()}} ${harmed=1} <%= harmed=1 %>',
  '<a href="https://example.invalid/x">bấm vào đây</a> <link rel=stylesheet href=//example.invalid/a.css>',
  'a'.repeat(299),
  '\u202eđảo ngược\u202c \u2066trái phải\u2069 ‏مرحبا‏ עברית',
  'Z̵̡̛a̶l̷g̸o̵ '.repeat(20).slice(0, 250),
  '👩‍👩‍👧‍👦'.repeat(30),
  'ẪẬỢỮẶỆỘỰẨỂỔỬ'.repeat(20),
  '﷽'.repeat(40),
  "'; DROP TABLE question; --",
  '&lt;b&gt;&amp;nbsp;&#x3c;script&#x3e;',
];

const strangers = [];
let stageRev = 1;
const hub = new Hub({ ...MORNING, id: 'hostile', limits: { ...MORNING.limits, questionsPerMinute: 60000, questionsBurst: 1000 } });

await holdConference({ hub }, async (browser) => {
  const logins = await hub.logins();
  const [stage, phone] = [await openStage(browser), await openPhone(browser, 'phone')];
  const [moderator, delegate] = [await Delegate.join(hub, { name: 'moderator', password: logins.moderator.password }), await Delegate.join(hub, logins['hall-0002'])];
  await stage.go(logins.display.link);
  await phone.joinsByCode(hub.origin, logins['hall-0001'].code);
  for (const { page } of [stage, phone]) await watchFor(page);
  await all('texts written here', OURS, { stage, phone, moderator, delegate });
  if (existsSync(STRINGS)) await all('naughty strings', JSON.parse(readFileSync(STRINGS, 'utf8')).slice(0, 2 * MOST), { stage, phone, moderator, delegate });
  else console.log('skip the Big List of Naughty Strings: ../shared/data is not here');
  await report.test('no script ran, no window opened, nothing was fetched from elsewhere', async () => {
    for (const { page, name } of [stage, phone]) {
      await becomes(`harm to ${name}`, null, () => page.evaluate(() => window.harmed ?? null));
      await becomes(`what ${name} fetched`, [], () => page.evaluate(() => performance.getEntriesByType('resource').map(({ name: from }) => from).filter((from) => !from.startsWith(location.origin))));
    }
    await becomes('strangers', [], () => strangers);
    await becomes('complaints', [], () => complaints.list);
  });
});

async function watchFor(page) {
  page.on('dialog', (dialog) => (strangers.push(dialog.message()), dialog.dismiss()));
  page.on('popup', (popup) => strangers.push(popup.url()));
  page.on('request', (request) => /^(https?|wss?):\/\/localhost[:/]/.test(request.url()) || request.url().startsWith('data:') || strangers.push(request.url()));
}

/** Each is asked, approved, asked for on stage, drawn and answered; what the hub refuses for its length or as empty is passed over. */
async function all(what, texts, { stage, phone, moderator, delegate }) {
  const faults = [];
  let shown = 0;
  await report.test(`${what} are drawn as texts, in their place`, async () => {
    for (const text of texts) {
      if (shown === MOST) break;
      if (text.includes('\0')) continue; // no message at all: the hub says so to nobody in particular
      const asked = await delegate.act('question.submit', { text }).catch(() => null);
      if (!asked) continue;
      shown += 1;
      await onStage(moderator, asked.question);
      for (const fault of await drawn(stage, phone, asked.question)) faults.push(`${JSON.stringify(text.slice(0, 40))}: ${fault}`);
      await moderator.act('question.answer', { question: asked.question, rev: 3 });
    }
    console.log(`    ${shown} shown`);
    if (faults.length > 0) throw new Error(`${faults.length} faults\n${faults.slice(0, 20).join('\n')}`);
  });
}

async function onStage(moderator, question) {
  await moderator.act('question.approve', { question, rev: 1 });
  await moderator.act('question.ask', { question, rev: 2 });
  const shown = await moderator.actNow('stage.show', { view: 'question', question, rev: stageRev });
  stageRev = shown.rev;
}

async function drawn(stage, phone, question) {
  await stage.sees(`[data-view=question] [data-question="${question}"]`);
  return [...(await stage.page.evaluate(outside, '.view')), ...(await phone.page.evaluate(outside, 'main')).map((fault) => `phone: ${fault}`)];
}

// Runs in the page: what the text has become besides a text, and what lies outside of its place.
function outside(place) {
  const box = document.querySelector(place).getBoundingClientRect();
  const parts = [...document.querySelectorAll(`${place} *`)].filter((part) => part.checkVisibility() && !part.closest('.unseen'));
  const made = parts.filter((part) => part.matches('script, iframe, img, object, embed, link, base, form[action]')).map((part) => `made a ${part.tagName}`);
  const stick = parts.filter((part) => {
    const { left, right, bottom } = part.getBoundingClientRect();
    return left < box.left - 2 || right > box.right + 2 || (place === '.view' && bottom > box.bottom + 2);
  });
  const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth ? ['the page is too wide'] : [];
  return [...made, ...wide, ...stick.map((part) => `${part.className} "${part.textContent.slice(0, 20)}" sticks out`)];
}
