// Every page in both languages, in light, dark and forced colours, from 320 px to a wall, zoomed and with its text spread: axe finds nothing,
// no text is cut off or drawn over another, fingers hit what they aim at, and nothing moves for who asked for stillness. The conference is the
// real one, with 33 sites and long names; it goes from state to state once, and at each the pages that show it are looked at.
//   ACCESS=full   every size in every state and language: otherwise the sizes between are looked at where most of a page is shown
//   ACCESS_PICTURES=yes   keeps a picture of every page, state, theme and size in tests/out/access
//   ACCESS_ONLY='results|called'   looks only at pages and states with such names
//   ACCESS_POINTER=mouse   the desks as they are laid out on a laptop without touch, at its two widths
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { judge, watchMotion } from './support_access.mjs';
import { LAPTOP, Person, PHONE, TABLET } from './support_browser.mjs';
import { casts, crowd, Delegate } from './support_crowd.mjs';
import { holdConference } from './support_hold.mjs';
import { MORNING } from './support_whole.mjs';
import { becomes, Hub, report, ROOT, until } from './support.mjs';

/** Pages looked at side by side: as many as a small machine has cores. */
const LANES = 2;
const ONLY = new RegExp(process.env.ACCESS_ONLY ?? '');
const MOUSE = process.env.ACCESS_POINTER === 'mouse';
const AT_A_LAPTOP = { touch: false, sizes: [[1366, 768], [1024, 768]], zoom: false, spaced: false };
const PICTURES = process.env.ACCESS_PICTURES && join(ROOT, 'tests/out/access');

const PAGES = {
  phone: { path: '/', touch: true, who: 'dc01-0001', size: PHONE },
  site: { path: '/site', touch: true, who: 'operator', size: LAPTOP },
  moderator: { path: '/mod', touch: true, who: 'moderator', size: LAPTOP },
  chair: { path: '/chair', touch: true, who: 'chair', size: TABLET },
  admin: { path: '/admin', touch: true, who: 'admin', size: LAPTOP },
  stage: { path: '/stage', who: 'display', size: LAPTOP, sizes: [[1366, 768], [1920, 1080]], themes: ['light'], zoom: false, spaced: false },
};
const WHOLE = ['signed out', 'at work'];
const FEWER = [[768, 1024], [390, 844], [320, 640], [1366, 768]];
const FEWEST = { sizes: [[320, 640], [1366, 768]], zoom: false, spaced: false };
const DESKS = ['phone', 'site', 'moderator', 'chair', 'stage'];
// What opens on the moderator's row at a press, each looked at by itself.
const FORMS = ['question.edit-open', 'question.reject-open', 'question.return-open', 'question.merge-open', 'question.assign-open'];
const SECTIONS = ['agenda', 'sites', 'people', 'codes', 'opinions'];

const LONG = 'Đề nghị tỉnh sớm đầu tư nâng cấp tuyến đường liên xã từ trung tâm huyện Kỳ Sơn đến các bản vùng cao giáp biên giới, bởi mùa mưa lũ hằng năm nhiều bản bị cô lập cả tháng, học sinh không đến trường được, người ốm không xuống được trạm y tế, nông sản không bán được; xin hỏi bao giờ khởi công?';
const LONG_NAME = 'Nguyễn Thị Phương Thảo Hoàng Ngọc Ánh Tuyết, Trưởng ban Mặt trận bản Huồi Giảng, xã Tây Sơn';
const LONG_SITE = { vi: 'Điểm cầu Trung tâm Văn hoá, Thể thao và Truyền thông huyện Kỳ Sơn', en: 'Kỳ Sơn District Centre for Culture, Sports and Communication' };

const CONFIG = {
  ...MORNING,
  sites: [
    MORNING.sites[0],
    { ...MORNING.sites[1], name: LONG_SITE },
    ...Array.from({ length: 31 }, (_, index) => ({ id: `dc${String(index + 2).padStart(2, '0')}`, name: { vi: `Huyện thứ ${index + 2}`, en: `District ${index + 2}` }, kind: 'remote', people: 2 })),
  ],
  agenda: [...MORNING.agenda, { kind: 'talk', title: { vi: 'Bế mạc hội nghị', en: 'Closing' }, session: 'dialogue' }],
};

const hub = new Hub(CONFIG);

await holdConference({ hub }, async (browser) => {
  const logins = await hub.logins();
  const windows = await openAll(browser);
  await judgeAll(windows, 'signed out');
  await loading(browser);
  await signInAll(windows, logins);
  await judgeAll(windows, 'empty');
  const people = await everybody(logins);
  const poll = await work(people);
  await windows.phone.sees('[data-poll][data-state=open]');
  await judgeAll(windows, 'at work');
  await opened(windows);
  await called(windows, people);
  const late = await cutOff(windows, people, poll);
  await refused(windows, late);
  await results(windows, people, late);
  await over(windows, people);
  await report.test('nothing moved: everybody here has asked for stillness', () => stillness(windows));
  people.delegates.forEach((delegate) => delegate.leave());
});

async function openWindow(browser, name) {
  const { touch: fingers = false, size, path } = PAGES[name];
  const touch = fingers && !(MOUSE && name !== 'phone');
  const person = await Person.open(browser, name, size, { reducedMotion: 'reduce', hasTouch: touch, isMobile: touch });
  await person.context.addInitScript(watchMotion);
  return Object.assign(person, { address: `${hub.origin}${path}` });
}

async function openAll(browser) {
  const windows = {};
  for (const name of Object.keys(PAGES)) {
    windows[name] = await openWindow(browser, name);
    await windows[name].go(windows[name].address);
    await windows[name].sees('form, [data-screen]');
  }
  return windows;
}

/** Several at a time, each in its turn. */
async function inLanes(jobs) {
  const waiting = [...jobs];
  const lane = async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) await job();
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

async function speaks(person, name, language) {
  if ((await person.page.getAttribute('html', 'lang')) === language) return;
  if (name !== 'stage') await person.page.locator('[data-action=language]').first().evaluate((button) => button.click());
  else {
    await person.go(`${hub.origin}/stage?lang=${language}`);
    await person.sees('.notice, [data-screen=main]');
  }
  await becomes('the language', language, () => person.page.getAttribute('html', 'lang'));
}

/** One page in one state, in both languages; the second language changes words and not colours. */
async function judgePage(windows, name, state, options = {}) {
  const person = windows[name];
  if (!ONLY.test(`${name}, ${state}`)) return;
  // A display has no button for it: it is opened anew, for which there must be a hub.
  for (const language of name === 'stage' && windows.areCut ? ['vi'] : ['vi', 'en'])
    await report.test(`${name}, ${state}, ${language}`, async () => {
      await speaks(person, name, language);
      const themes = language === 'vi' ? (options.themes ?? PAGES[name].themes) : ['light'];
      const take = PICTURES && picture(person.page, `${name}-${state.replaceAll(/\W+/g, '_')}.${language}`);
      const faults = await judge(person.page, { ...sizesFor(state, language), ...PAGES[name], ...options, ...(themes ? { themes } : {}), ...(MOUSE && name !== 'phone' && name !== 'stage' ? AT_A_LAPTOP : {}), take });
      if (faults.length > 0) throw new Error(`${faults.length} faults\n${faults.slice(0, 12).join('\n')}`);
    });
  await speaks(person, name, 'vi');
}

function sizesFor(state, language) {
  if (process.env.ACCESS === 'full' || (WHOLE.includes(state) && language === 'vi')) return {};
  return language === 'vi' || WHOLE.includes(state) ? { sizes: FEWER } : FEWEST;
}

function picture(page, name) {
  mkdirSync(PICTURES, { recursive: true });
  return (moment) => page.screenshot({ path: join(PICTURES, `${name}.${moment}.png`) });
}

function judgeAll(windows, state, names = Object.keys(PAGES), options = {}) {
  return inLanes(names.map((name) => () => judgePage(windows, name, state, options)));
}

/** The hub is reached and says nothing yet. */
async function loading(browser) {
  const names = ['phone', 'moderator', 'stage'].filter((name) => ONLY.test(`${name}, loading`));
  const windows = {};
  for (const name of names) {
    windows[name] = await openWindow(browser, name);
    await windows[name].page.routeWebSocket(/\/ws$/, () => undefined);
    await windows[name].go(windows[name].address);
    // A phone that comes for the first time can type already.
    await windows[name].sees(name === 'phone' ? '#code' : '.notice');
  }
  await inLanes(names.map((name) => () => report.test(`${name}, loading`, async () => {
    const faults = await judge(windows[name].page, { ...PAGES[name], sizes: PAGES[name].sizes ?? [[320, 640], [1366, 768]] });
    if (faults.length > 0) throw new Error(faults.join('\n'));
  })));
  for (const { context } of Object.values(windows)) await context.close();
}

async function signInAll(windows, logins) {
  for (const [name, { who }] of Object.entries(PAGES)) {
    const [person, login] = [windows[name], logins[who]];
    if (name === 'stage') await person.go(login.link);
    else if (login.password) {
      await person.givesPassword(who, login.password);
    } else {
      await person.types('#code', login.code);
      await person.presses('[data-action="session.open"]');
    }
    const screen = await person.attribute('[data-screen=rehearsal], [data-screen=main]', 'data-screen');
    if (screen === 'rehearsal') {
      await judgePage(windows, name, 'check-in');
      await person.presses('[data-action=rehearsal-done]');
    }
    await person.sees('[data-screen=main]');
  }
}

/** Those who act: the staff and some delegates, without windows. */
async function everybody(logins) {
  const staff = {};
  for (const name of ['moderator-2', 'operator', 'admin']) staff[name] = await Delegate.join(hub, { name, password: logins[name].password });
  const { delegates } = await crowd(hub, ['hall-0001', 'hall-0002', 'hall-0003', 'dc01-0002', 'dc01-0003', 'dc02-0001', 'dc03-0001'].map((person) => logins[person]));
  return { admin: staff.admin, moderator: staff['moderator-2'], delegates, asked: [] };
}

/** Questions, speakers and a poll in every state that a page draws. */
async function work(people) {
  const { admin, moderator, delegates } = people;
  for (const person of ['dc01-0001', 'dc01-0002', 'dc01-0003']) await admin.act('person.change', { person, name: `${LONG_NAME} ${person.slice(-1)}`, unit: 'Hội Nông dân huyện' });
  await moderator.actNow('agenda.start', { item: 3, rev: 1 });
  const texts = [LONG, 'Bao giờ có trạm y tế mới?', 'Trường nội trú thiếu giáo viên', 'Chợ trung tâm xuống cấp', 'Giá nước sạch', 'Đường điện bản xa', 'Bao giờ có trạm y tế mới ở xã?', 'Nghẽnđườngtruyềnkhôngcókhoảngtrắng'.repeat(6)];
  const ask = (by, text, more = {}) => by.act('question.submit', { text, ...more });
  for (const [index, text] of texts.entries()) people.asked.push(await ask(delegates[index % delegates.length], text, index % 2 ? { topic: 'health' } : {}));
  const change = (index, method, params = {}) => moderator.act(method, { question: people.asked[index].question, rev: 1, ...params });
  const { rev } = await change(1, 'question.approve');
  await change(2, 'question.approve');
  await change(7, 'question.approve');
  await change(3, 'question.reject', { reason: 'off_topic', note: 'Ngoài phạm vi đối thoại' });
  await change(4, 'question.return', { note: 'Xin nêu rõ địa bàn' });
  await moderator.act('question.ask', { question: people.asked[1].question, rev });
  await moderator.act('message.send', { to: 'dc01', text: 'Chuẩn bị micrô số 2' });
  // Whose question is asked is the first of them, and called already.
  people.speakers = [{ speaker: 1 }];
  for (const delegate of delegates.slice(2, 5)) people.speakers.push(await delegate.act('speaker.request', {}));
  const draft = await moderator.act('poll.draft', { title: { vi: 'Thông qua dự thảo nghị quyết của hội nghị về phát triển hạ tầng giao thông và điện ở các bản vùng cao giáp biên giới?', en: 'Adopt the draft resolution on roads and power?' }, results: 'live', roles: ['participant', 'operator'] });
  await moderator.act('poll.draft', { title: { vi: 'Chọn hai lĩnh vực ưu tiên', en: 'Choose two priorities' }, results: 'hidden', pollType: 'multiple', least: 1, most: 2,
    options: [{ vi: 'Y tế', en: 'Health' }, { vi: 'Giáo dục', en: 'Education' }, { vi: 'Giao thông và điện', en: 'Roads and power' }] });
  const opened = await moderator.actNow('poll.open', { poll: draft.poll, rev: draft.rev });
  for (const [index, delegate] of delegates.entries()) await casts(draft.poll, ['yes', 'no', 'abstain'][index % 3])(delegate);
  await moderator.actNow('stage.show', { view: 'poll', poll: draft.poll, rev: 1 });
  return opened;
}

/** What opens at a press: forms in rows, dialogs, the sections of the admin. */
async function opened(windows) {
  const { moderator, admin, phone } = windows;
  const narrow = { themes: ['light', 'dark'], spaced: false };
  const rows = async () => {
    const question = '[data-question="1"]'; // its row, or beside it
    await moderator.presses(`[data-panel=pending] ${question} [data-action=details]`);
    for (const form of FORMS) {
      await moderator.presses(`${question} [data-action="${form}"]`);
      await judgePage(windows, 'moderator', form, narrow);
      await moderator.presses(`${question} [data-action=cancel]`);
    }
    await moderator.presses('[data-form="poll.draft"] > summary');
    await judgePage(windows, 'moderator', 'a poll is drafted', narrow);
    await moderator.presses('[data-form="poll.draft"] > summary');
    await moderator.presses('[data-action=sites]');
    await moderator.sees('dialog[open]');
    await judgePage(windows, 'moderator', '33 sites', narrow);
    await moderator.page.keyboard.press('Escape');
  };
  const sections = async () => {
    for (const section of SECTIONS) {
      await admin.page.evaluate((hash) => (location.hash = hash), section);
      await admin.sees(`[data-section=${section}]`);
      await judgePage(windows, 'admin', section, narrow);
    }
    await admin.page.evaluate(() => (location.hash = 'conference'));
  };
  const tabs = async () => {
    await phone.presses('[data-tab=ask]');
    await phone.presses('[data-action=refresh]');
    await phone.sees('[data-listed]');
    await judgePage(windows, 'phone', 'the questions of others');
    await phone.presses('[data-tab=poll]');
    await phone.marks('[name^=poll-] >> nth=0');
    await phone.presses('[data-action="poll.cast"]');
    await phone.sees('[data-ballot=recorded]');
    await judgePage(windows, 'phone', 'voted');
  };
  await inLanes([rows, async () => (await sections(), await tabs())]);
}

/** The phone's and the site's own person is called, says ready, speaks. */
async function called(windows, people) {
  const { moderator, speakers } = people;
  const { phone, site } = windows;
  for (const { speaker } of speakers) await moderator.act('speaker.withdraw', { speaker });
  await phone.presses('[data-tab=now]');
  await phone.presses('[data-action="speaker.request"]');
  await phone.sees('[data-floor]');
  const { id } = await until('the request', async () => (await hub.export('speakers')).find(({ person, state }) => person === PAGES.phone.who && state === 'waiting'));
  people.speaker = id;
  await site.sees(`[data-panel=speakers] [data-speaker="${id}"]`);
  const called = await moderator.actNow('speaker.call', { speaker: id, rev: 1 });
  await phone.sees('[data-cue=next]');
  await site.sees('[data-cue=next]');
  await judgeAll(windows, 'called', ['phone', 'site', 'chair']);
  const { rev } = await moderator.actNow('speaker.ready', { speaker: id, rev: called.rev });
  await site.sees('[data-cue=ready]');
  await judgePage(windows, 'site', 'ready', FEWEST);
  ({ rev: people.speaks } = await moderator.actNow('speaker.start', { speaker: id, rev, seconds: 600 }));
  await phone.sees('[data-cue=speaking]');
  await judgeAll(windows, 'speaking', ['phone', 'site', 'chair', 'stage']);
}

/** Nobody reaches the hub; meanwhile the poll ends, and somebody else changes what the moderator has open. */
async function cutOff(windows, { moderator, asked }, { poll, rev }) {
  const { phone, moderator: window } = windows;
  await window.presses('[data-question="1"] [data-action="question.edit-open"]');
  const cut = (is) => Promise.all(Object.keys(PAGES).map((name) => windows[name].context.setOffline(is)));
  await cut(true);
  windows.areCut = true;
  await phone.sees('[data-bar=lost]');
  await phone.presses('[data-tab=poll]');
  await phone.marks('[name^=poll-] >> nth=1');
  await phone.presses('[data-action="poll.cast"]');
  await phone.sees('[data-outbox]');
  await phone.presses('[data-outbox] summary');
  for (const name of ['site', 'moderator', 'chair', 'admin', 'stage']) await windows[name].sees('[data-bar=lost]');
  await judgeAll(windows, 'cut off');
  // Sent without a connection: by the time it comes through a colleague has been there.
  await window.writes('[data-form="question.edit"] [name=text]', 'Một bản sửa khác');
  await window.page.keyboard.press('Control+Enter');
  const closed = await moderator.actNow('poll.close', { poll, rev });
  await moderator.act('question.edit', { question: asked[0].question, rev: 1, text: LONG.slice(0, 200) });
  // Its end is announced a moment ahead.
  await becomes('the poll', 'closed', async () => (await hub.export('polls')).find(({ id }) => id === poll).state);
  await cut(false);
  windows.areCut = false;
  for (const name of Object.keys(PAGES).filter((name) => name !== 'stage')) await windows[name].sees('[data-link=live]');
  return { poll, rev: closed.rev + 2 };
}

async function refused(windows) {
  const { phone, moderator } = windows;
  await phone.sees('[data-held][data-state=refused]');
  await moderator.sees('[data-refused=stale_rev]');
  await moderator.sees('[data-conflict]');
  await judgeAll(windows, 'refused', ['phone', 'moderator']);
  await moderator.presses('[data-action=conflict-theirs]');
  await moderator.presses('[data-refused] [data-action=dismiss]');
  await phone.presses('[data-held] [data-action=dismiss]');
}

async function results(windows, { moderator }, { poll, rev }) {
  await judgeAll(windows, 'poll closed', DESKS);
  await moderator.actNow('poll.publish', { poll, rev });
  await windows.phone.sees(`[data-poll="${poll}"][data-state=published]`);
  await judgeAll(windows, 'results', DESKS);
}

/** The last item of the agenda is on, questions are taken no more, nobody speaks. */
async function over(windows, { moderator, speaker, speaks }) {
  const { phone } = windows;
  await moderator.act('speaker.finish', { speaker, rev: speaks });
  await moderator.actNow('agenda.start', { item: 5, rev: 1 });
  await moderator.act('intake.set', { intake: 'closed', rev: 1 });
  await phone.presses('[data-tab=ask]');
  await phone.sees('[data-intake=closed]');
  await moderator.actNow('stage.show', { view: 'agenda', rev: 2 });
  await windows.stage.sees('[data-view=agenda]');
  await judgeAll(windows, 'the conference is over');
}

async function stillness(windows) {
  const moved = [];
  for (const name of Object.keys(PAGES)) moved.push(...(await windows[name].page.evaluate(() => [...window.moved])).map((words) => `${name}: ${words}`));
  if (moved.length > 0) throw new Error(moved.join('\n'));
}
