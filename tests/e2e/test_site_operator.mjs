// The operator of a site: what is tried out before the doors open, and the work under way: on behalf of named people, with keys, with what is held back seen,
// and with the reason said where nothing can be done.
import { judge } from './support_access.mjs';
import { openAdmin } from './support_admin.mjs';
import { complaints } from './support_browser.mjs';
import { crowd, Delegate } from './support_crowd.mjs';
import { holdConference, nothingComplained } from './support_hold.mjs';
import { openChair, openOperator } from './support_people.mjs';
import { MORNING } from './support_whole.mjs';
import { atRest, becomes, Hub, report, until } from './support.mjs';

const hub = new Hub(MORNING);

await holdConference({ hub }, async (browser) => {
  const people = await signIn(browser, await hub.logins());
  await checkIn(people);
  await behalf(people);
  await head(people);
  await own(people);
  await turnout(people);
  await cues(people);
  await lost(people);
  await nothingComplained();
});

async function signIn(browser, logins) {
  const operator = await openOperator(browser);
  await operator.go(`${hub.origin}/site`);
  await operator.givesPassword('operator', logins.operator.password);
  const staff = {};
  for (const name of ['moderator', 'chair', 'admin']) staff[name] = await Delegate.join(hub, { name, password: logins[name].password });
  const { delegates } = await crowd(hub, ['dc01-0001', 'dc01-0002'].map((person) => logins[person]));
  return { browser, operator, ...staff, delegates, logins };
}

async function nothingAgainst(page, options) {
  const faults = await judge(page, options);
  if (faults.length > 0) throw new Error(faults.slice(0, 8).join('\n'));
}

async function checkIn({ browser, operator, logins }) {
  await report.test('the check-in page comes first: the way to the hub measured, the clock with its bound, who one is', async () => {
    await operator.sees('[data-screen=rehearsal]');
    await operator.sees('[data-point=link][data-standing=good] [data-round-trip]', 'ms');
    await operator.sees('[data-point=clock] [data-clock=right][data-bound]', 'sai không quá');
    await operator.sees('[data-point=who][data-standing=good]', 'Trợ lý Kỳ Sơn');
    await operator.sees('[data-action=rehearsal-done]', 'còn 2 mục chưa thử');
  });
  await report.test('sound is tried by a press, and it is asked whether it was heard; F9 is tried by pressing it', async () => {
    await operator.presses('[data-action=sound-try]');
    await operator.presses('[data-action=sound-silent]');
    await operator.sees('[data-point=sound][data-standing=look]', 'kiểm tra loa');
    await operator.presses('[data-action=sound-try]');
    await operator.presses('[data-action=sound-heard]');
    await operator.sees('[data-point=sound][data-standing=good]');
    await operator.page.keyboard.press('F9');
    await operator.sees('[data-point=key][data-standing=good]', 'F9 dùng được');
  });
  await report.test('in both languages, and nothing in it is cut off', async () => {
    for (const language of ['en', 'vi']) {
      await operator.presses(`[data-language=${language}]`);
      await becomes('the page’s language', language, () => operator.page.getAttribute('html', 'lang'));
      await nothingAgainst(operator.page, { sizes: [[768, 1024], [1366, 768]], themes: ['light'] });
    }
  });
  await report.test('ready for the doors: not shown again after a reload, but opened from the head; the cue bar is there all the time', async () => {
    await operator.presses('[data-action=rehearsal-done][data-untried="0"]');
    await operator.sees('[data-screen=main]');
    await operator.seesNo('[data-held="site.check_in"]');
    await operator.page.reload();
    await operator.sees('[data-screen=main]');
    await operator.writes('#question', 'Đang viết dở');
    await operator.presses('[data-action=rehearsal]');
    await operator.sees('[data-screen=rehearsal] [data-cue=none]');
    await operator.presses('[data-action=rehearsal-done]');
    await operator.sees('[data-screen=main] .instruments [data-round-trip]');
    await becomes('what was being written', 'Đang viết dở', () => operator.page.locator('#question').inputValue());
  });
  await toldOfIt(browser, logins);
}

async function toldOfIt(browser, logins) {
  await report.test('the desk sees on its board which site has tried everything out, and the admin’s readiness names the others', async () => {
    const chair = await openChair(browser);
    await chair.signsIn(`${hub.origin}/chair`, 'chair', logins.chair.password);
    await chair.presses('[data-action=sites]');
    await chair.presses('.site-board [data-site=dc01]:not([data-checked=none]) button');
    const words = await chair.sees('[data-site-detail=dc01] [data-checked]', 'kiểm tra lúc');
    await becomes('what was tried out before the reload is not lacking', false, async () => (await words.textContent()).includes('âm báo'));
    await chair.page.close();
    const admin = await openAdmin(browser);
    await admin.signsIn(`${hub.origin}/admin`, 'admin', logins.admin.password);
    await admin.sees('[data-point=check_ins][data-state=should]', 'Hội trường tỉnh: chưa kiểm tra');
    await admin.page.close();
  });
}

async function behalf({ operator, admin, chair }) {
  await report.test('on behalf of somebody by a part of the name, without diacritics; two of that name ask for the number', async () => {
    const names = ['Trần Văn Ngọ', 'Trần Thị Phượng'];
    for (const [index, name] of names.entries()) await admin.act('person.change', { person: `dc01-000${index + 1}`, name });
    await operator.writes('#person-number', 'tran');
    await operator.sees('#person-name[data-over=true]', '2 người có tên này');
    await operator.writes('#person-number', 'van ngo');
    await operator.sees('#person-name[data-person=dc01-0001]', 'Trần Văn Ngọ');
  });
  await report.test('sent with Ctrl+Enter; asked to speak with Alt+S, wherever one is', async () => {
    await operator.writes('#question', 'Bao giờ làm đường về bản?');
    await operator.page.keyboard.press('Control+Enter');
    await operator.sees('[data-panel=questions] [data-question="1"]', 'Trần Văn Ngọ');
    await becomes('the field', '', () => operator.page.locator('#question').inputValue());
    await chair.actNow('agenda.start', { item: 3, rev: 1 });
    await operator.sees('[data-now="3"]');
    await operator.writes('#person-number', '2');
    await operator.page.locator('#check-in-search').focus();
    await operator.page.keyboard.press('Alt+s');
    await operator.sees('[data-panel=speakers] [data-own=true][data-state=waiting]', 'Trần Thị Phượng');
  });
}

async function own({ operator, moderator, delegates }) {
  await report.test('the own list says where each question stands, and can be narrowed down', async () => {
    const second = await delegates[0].act('question.submit', { text: 'Bao giờ có nước sạch?' });
    const third = await delegates[1].act('question.submit', { text: 'Xin hỏi về trường nội trú' });
    await moderator.act('question.approve', { question: 1, rev: 1 });
    await moderator.act('question.approve', { question: second.question, rev: 1 });
    await moderator.act('question.return', { question: third.question, rev: 1, note: 'Trường nào?' });
    await operator.sees(`[data-question="${second.question}"] [data-place="2"]`);
    await operator.page.locator('#question-filter').selectOption('ours');
    await becomes('shown', 1, () => operator.page.locator('[data-panel=questions] [data-question]').count());
    await operator.sees(`[data-panel=questions] [data-question="${third.question}"][data-state=returned]`, 'Trường nào?');
    await operator.page.locator('#question-filter').selectOption('all');
  });
}

async function turnout({ operator, moderator, delegates }) {
  await report.test('how many of the own site have voted', async () => {
    const draft = await moderator.act('poll.draft', { title: { vi: 'Thông qua nghị quyết?' }, results: 'hidden' });
    const { poll } = await moderator.actNow('poll.open', { poll: draft.poll, rev: draft.rev });
    await delegates[0].act('poll.cast', { poll, choice: 'yes', device: 'AAAAAAAAAAA', counter: 1 });
    await operator.sees('[data-of-site="1"]', '1 trên 3');
  });
}

async function cues({ operator, chair }) {
  await report.test('called: the bar, the title and the voice say so; the focus stays, and nothing below has moved', async () => {
    await operator.page.locator('#question').focus();
    const before = await places(operator);
    await chair.actNow('speaker.call', { speaker: 1, rev: 1 });
    await operator.sees('[data-step=next]', 'TIẾP THEO');
    await becomes('the title', true, async () => (await operator.page.title()).includes('TIẾP THEO'));
    await becomes('the focus', 'question', () => operator.page.evaluate(() => document.activeElement.id));
    await becomes('where the field stands', before, () => places(operator));
  });
  await report.test('whoever has scrolled down sees the whole cue under the whole head, also where that has two lines', async () => {
    const { page } = operator;
    const before = page.viewportSize();
    for (const width of [1024, before.width]) {
      await page.setViewportSize({ ...before, width });
      await page.mouse.wheel(0, 200);
      await until('scrolled', () => page.evaluate(() => scrollY > 100));
      const [head, cue] = await Promise.all(['.top', '[data-step=next]'].map((part) => page.locator(part).boundingBox()));
      if (Math.abs(head.y + head.height - cue.y) > 1) throw new Error(`at ${width} the head ends at ${head.y + head.height} px, the cue begins at ${cue.y}`);
      await page.mouse.wheel(0, -2000);
      await until('back', () => page.evaluate(() => scrollY === 0));
    }
    await page.setViewportSize(before);
  });
}

/** Where the field for questions stands on a laptop and on a small one. */
async function places({ page }) {
  const found = {};
  const before = page.viewportSize();
  for (const width of [1024, before.width]) {
    await page.setViewportSize({ ...before, width });
    found[width] = await atRest('the field', async () => (await page.locator('#question').boundingBox()).y);
  }
  return found;
}

async function head({ operator }) {
  await report.test('a site without a process of its own is told that it reaches the hub straight, as nothing to worry about', async () => {
    await operator.sees('[data-way=hub]', 'nối thẳng trung tâm');
    await operator.seesNo('[data-way=away]');
  });
  await report.test('its head is one line on laptops, in both languages', async () => {
    const before = operator.page.viewportSize();
    for (const width of [1366, 1280])
      for (const code of ['en', 'vi']) {
        await operator.page.setViewportSize({ width, height: 768 });
        await operator.presses('[data-action=language]');
        await becomes('the language', code, () => operator.page.getAttribute('html', 'lang'));
        const middles = () => operator.page.locator('.top .row > *:not(.unseen)').evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect()).map(({ top, bottom }) => (top + bottom) / 2));
        await until(`one line at ${width}, ${code}`, async () => Math.max(...(await middles())) - Math.min(...(await middles())) < 4);
      }
    await operator.page.setViewportSize(before);
  });
}

async function lost({ browser, operator }) {
  await report.test('offline: ready cannot be said, and why; what was written waits with its age and can be taken back', async () => {
    complaints.socketsMayFail = true;
    await operator.context.setOffline(true);
    await operator.sees('[data-step=next] [data-why=link_down]', 'hãy gọi điện');
    await operator.page.keyboard.press('F9');
    await operator.writes('#question', 'Câu hỏi khi mất mạng');
    await operator.page.keyboard.press('Control+Enter');
    await operator.sees('[data-panel=outbox] [data-held="question.submit"]', /đã chờ \d:\d\d/);
    await operator.sees('[data-panel=outbox]', 'mất mạng');
    await operator.sees('[data-bar=lost]', '1 mục chờ gửi');
    await operator.presses('[data-panel=outbox] [data-action=cancel]');
    await operator.seesNo('[data-panel=outbox] [data-held]');
  });
  await report.test('the other language was there before the network went', async () => {
    for (const words of ['Reconnecting', 'Đang nối lại']) {
      await operator.presses('[data-action=language]');
      await operator.sees('.link', words);
    }
  });
  await report.test('back again: F9 says ready, and nothing that was pressed meanwhile came late', async () => {
    await operator.context.setOffline(false);
    await operator.sees('[data-link=live]');
    await operator.sees('[data-step=next] [data-action="speaker.ready"]:not([disabled])');
    await operator.page.keyboard.press('F9');
    await operator.sees('[data-step=ready]');
    complaints.socketsMayFail = false;
  });
  await report.test('a language that cannot be had is told of, and comes when it can', async () => {
    const late = await openOperator(browser);
    complaints.socketsMayFail = true;
    await late.page.route(/language-/, (route) => route.abort('internetdisconnected'));
    await late.go(`${hub.origin}/site`);
    await late.sees('[data-screen=sign-in]');
    await late.presses('[data-action=language]');
    await late.sees('[data-bar=language]', 'English');
    await late.page.unroute(/language-/);
    await late.context.setOffline(true);
    await late.sees('[data-link=lost]');
    await late.context.setOffline(false);
    await becomes('the language', 'en', () => late.page.getAttribute('html', 'lang'));
    await late.seesNo('[data-bar=language]');
    await late.context.close();
    complaints.socketsMayFail = false;
  });
  await report.test('nothing on the page is cut off, from a phone to a laptop', () => nothingAgainst(operator.page, { sizes: [[320, 640], [1366, 768]], themes: ['dark'] }));
}
