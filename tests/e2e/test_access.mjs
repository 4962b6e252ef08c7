// Every page in both languages, in light, dark and forced colours, from 320 px to a wall: axe finds nothing, no text is cut off, and fingers hit what they aim at.
// The conference is the real one, at three moments: before anybody has signed in, at work, and when results are out.
import { judge } from './support_access.mjs';
import { launch, LAPTOP, Person } from './support_browser.mjs';
import { casts, crowd, Delegate, trust } from './support_crowd.mjs';
import { MORNING } from './support_whole.mjs';
import { Hub, Report } from './support.mjs';

const WHOLE_SECONDS = 280;
const PAGES = {
  participant: { path: '/', touch: true, login: ({ code }) => ({ code }), who: 'dc01-0001' },
  site: { path: '/site', who: 'operator' },
  moderator: { path: '/mod', who: 'moderator' },
  chair: { path: '/chair', touch: true, who: 'chair' },
  admin: { path: '/admin', who: 'admin' },
  stage: { path: '/stage', who: 'display', sizes: [[1366, 768], [1920, 1080]], themes: ['light'] },
};
// What opens on these pages at a press, each looked at by itself.
const OPENED = {
  moderator: ['question.edit-open', 'question.reject-open', 'question.return-open', 'question.merge-open', 'question.assign-open'],
};
const SECTIONS = ['agenda', 'sites', 'people', 'codes', 'opinions'];

const LONG = 'Đề nghị tỉnh sớm đầu tư nâng cấp tuyến đường liên xã từ trung tâm huyện Kỳ Sơn đến các bản vùng cao giáp biên giới, bởi mùa mưa lũ hằng năm nhiều bản bị cô lập cả tháng, học sinh không đến trường được, người ốm không xuống được trạm y tế, nông sản không bán được; xin hỏi bao giờ khởi công?';

const report = new Report();
const hub = new Hub(MORNING);
let browser;
const tooLate = setTimeout(giveUp, 1000 * WHOLE_SECONDS);

try {
  await hub.start();
  trust(hub);
  const logins = await hub.logins();
  browser = await launch();
  await judgeAll('signed out', {});
  const people = await everybody(logins);
  const poll = await work(people);
  await judgeAll('at work', logins, { opened: true });
  await results(people, poll);
  await judgeAll('results', logins);
  await browser.close();
  await report.test('the hub stops as asked', () => hub.stop());
} catch (error) {
  report.fail('the pages are looked at to the end', error);
} finally {
  await browser?.close();
  if (report.failed > 0) console.log(`    the hub's log ends:\n${hub.log().slice(-2000)}`);
  hub.remove();
}
clearTimeout(tooLate);
report.finish();

function giveUp() {
  report.fail('all pages', new Error(`not looked at after ${WHOLE_SECONDS} s`));
  report.finish();
  hub.remove();
  process.exit();
}

async function judgeAll(moment, logins, { opened = false } = {}) {
  for (const [name, page] of Object.entries(PAGES)) {
    const person = await enter(name, page, logins[page.who]);
    for (const language of ['vi', 'en']) {
      await speaks(person, name, language);
      await report.test(`${name}, ${moment}, ${language}`, () => nothingAgainst(person.page, page));
      if (opened) await judgeOpened(person, name, page, language);
    }
    await person.context.close();
  }
}

/** A window of that person's own: signed in, or at the door when there is no login. */
async function enter(name, { path, who, touch = false }, login) {
  const person = await Person.open(browser, name, LAPTOP, { reducedMotion: 'reduce', hasTouch: touch, isMobile: touch });
  await person.go(login?.link && name === 'stage' ? login.link : `${hub.origin}${path}`);
  if (!login) await person.sees('form, .notice, [data-screen]');
  else if (name !== 'stage') await signIn(person, who, login);
  if (name === 'site' && login) await person.presses('[data-action=rehearsal-done]');
  if (login) await person.sees('[data-screen=main]');
  return person;
}

async function speaks(person, name, language) {
  if ((await person.page.getAttribute('html', 'lang')) === language) return;
  if (name !== 'stage') return person.presses('[data-action=language]');
  await person.go(`${hub.origin}/stage?lang=${language}`);
  await person.sees('.notice, [data-screen=main]');
}

async function signIn(person, who, { code, password }) {
  if (password) {
    await person.writes('#name', who);
    await person.writes('#password', password);
  } else await person.types('#code', code);
  await person.presses('[data-action="session.open"]');
}

async function nothingAgainst(page, options) {
  const faults = await judge(page, options);
  if (faults.length > 0) throw new Error(`${faults.length} faults\n${faults.slice(0, 12).join('\n')}`);
}

async function judgeOpened(person, name, page, language) {
  const question = '[data-question="1"]';
  if (OPENED[name] && !(await person.page.locator(`${question} [aria-expanded=true]`).count())) await person.presses(`${question} [data-action=details]`);
  for (const action of OPENED[name] ?? [])
    await report.test(`${name}, ${action}, ${language}`, async () => {
      await person.presses(`${question} [data-action="${action}"]`);
      const faults = nothingAgainst(person.page, { ...page, themes: ['light'] });
      await faults.finally(() => person.presses(`${question} [data-action=cancel]`));
    });
  for (const section of name === 'admin' ? SECTIONS : [])
    await report.test(`${name}, ${section}, ${language}`, async () => {
      await person.page.evaluate((hash) => (location.hash = hash), section);
      await person.sees(`[data-section=${section}]`);
      await nothingAgainst(person.page, { ...page, themes: ['light', 'dark'] });
    });
}

/** Those who act: the staff and six delegates, without windows. */
async function everybody(logins) {
  const staff = {};
  for (const name of ['moderator', 'moderator-2', 'chair', 'operator']) staff[name] = await Delegate.join(hub, { name, password: logins[name].password });
  const { delegates } = await crowd(hub, ['hall-0001', 'hall-0002', 'hall-0003', 'dc01-0002', 'dc01-0003'].map((person) => logins[person]));
  return { ...staff, delegates };
}

/** Questions, speakers and a poll in every state that a page draws. */
async function work({ moderator, chair, operator, delegates }) {
  const desk = (by, method, params) => by.act(method, { ...params, until: Date.now() + 5000 });
  await desk(chair, 'agenda.start', { item: 3, rev: 1 });
  const texts = [LONG, 'Bao giờ có trạm y tế mới?', 'Trường nội trú thiếu giáo viên', 'Chợ trung tâm xuống cấp', 'Giá nước sạch', 'Đường điện bản xa'];
  const asked = [];
  for (const [index, text] of texts.entries()) asked.push(await delegates[index % delegates.length].act('question.submit', { text, ...(index % 2 ? { topic: 'health' } : {}) }));
  const change = (index, method, params = {}) => moderator.act(method, { question: asked[index].question, rev: 1, ...params });
  await change(1, 'question.approve');
  await change(2, 'question.approve');
  await change(3, 'question.reject', { reason: 'off_topic', note: 'Ngoài phạm vi đối thoại' });
  await change(4, 'question.return', { note: 'Xin nêu rõ địa bàn' });
  await moderator.act('message.send', { to: 'dc01', text: 'Chuẩn bị micrô số 2' });
  const speakers = [];
  for (const delegate of delegates.slice(0, 4)) speakers.push(await delegate.act('speaker.request', {}));
  await desk(chair, 'speaker.call', { speaker: speakers[0].speaker, rev: 1 });
  await desk(moderator, 'speaker.start', { speaker: speakers[0].speaker, rev: 2, seconds: 600 });
  await desk(chair, 'speaker.call', { speaker: speakers[3].speaker, rev: 1 });
  const draft = await moderator.act('poll.draft', { title: { vi: 'Thông qua dự thảo nghị quyết của hội nghị?', en: 'Adopt the draft resolution?' }, results: 'live' });
  await moderator.act('poll.draft', { title: { vi: 'Chọn hai lĩnh vực ưu tiên', en: 'Choose two priorities' }, results: 'hidden', pollType: 'multiple', least: 1, most: 2,
    options: [{ vi: 'Y tế', en: 'Health' }, { vi: 'Giáo dục', en: 'Education' }, { vi: 'Giao thông và điện', en: 'Roads and power' }] });
  const opened = await desk(moderator, 'poll.open', { poll: draft.poll, rev: draft.rev });
  for (const [index, delegate] of delegates.entries()) await casts(draft.poll, ['yes', 'no', 'abstain'][index % 3])(delegate);
  await desk(moderator, 'stage.show', { view: 'poll', poll: draft.poll, rev: 1 }).catch(() => desk(moderator, 'stage.show', { view: 'poll', poll: draft.poll }));
  void operator;
  return opened;
}

async function results({ moderator, delegates }, { poll, rev }) {
  const desk = (method, params) => moderator.act(method, { ...params, until: Date.now() + 5000 });
  const closed = await desk('poll.close', { poll, rev });
  await new Promise((done) => setTimeout(done, 2500)); // the announced end, 1.5 s ahead
  await desk('poll.publish', { poll, rev: closed.rev + 2 });
  delegates.forEach((delegate) => delegate.leave());
}
