// The chair with a tablet: one button, always at the same place, that says what comes next; the floor worked above the lists; asked once where there is a doubt.
import { judge } from './support_access.mjs';
import { complaints, TABLET } from './support_browser.mjs';
import { crowd, Delegate } from './support_crowd.mjs';
import { holdConference, nothingComplained } from './support_hold.mjs';
import { openChair, secondsOn, timeIsUp } from './support_people.mjs';
import { MORNING } from './support_whole.mjs';
import { atRest, becomes, Hub, report, until } from './support.mjs';

const hub = new Hub({
  ...MORNING,
  agenda: [
    { kind: 'dialogue', title: { vi: 'Đối thoại', en: 'Dialogue' }, session: 'dialogue', seconds: 600 },
    { kind: 'vote', title: { vi: 'Biểu quyết', en: 'Vote' }, session: 'dialogue', seconds: 300 },
  ],
});

await holdConference({ hub }, async (browser) => {
  const people = await signIn(browser, await hub.logins());
  await begins(people);
  await calls(people);
  await speaks(people);
  await doubts(people);
  await asks(people);
  await votes(people);
  await lost(people);
  await nothingComplained();
});

async function signIn(browser, logins) {
  const chair = await openChair(browser);
  await chair.signsIn(`${hub.origin}/chair`, 'chair', logins.chair.password);
  const moderator = await Delegate.join(hub, { name: 'moderator', password: logins.moderator.password });
  const { delegates } = await crowd(hub, ['hall-0001', 'hall-0002', 'dc01-0001'].map((person) => logins[person]));
  const [an, binh, cuc] = delegates;
  return { chair, moderator, an, binh, cuc };
}

/** The one button says this, about this, and can be pressed. */
function offers(person, act, next) {
  const about = next === undefined ? '' : `[data-next="${next}"]`;
  return person.sees(`[data-step="${act}"] .step-main[aria-disabled=false]${about}`);
}

function presses(person, act, next) {
  return person.presses(`[data-step="${act}"] .step-main${next === undefined ? '' : `[data-next="${next}"]`}`);
}

async function placeOfButton(person) {
  const { y, height } = await (await person.sees('.step-main')).boundingBox();
  return { y, isHigh: height >= 64 };
}

async function begins({ chair }) {
  await report.test('before anything began it begins the programme; the head says where the conference is and what time is left', async () => {
    await presses(chair, 'agenda.start', 1);
    await chair.sees('[data-now="1"]', 'Đối thoại');
    await chair.sees('.planned', 'mục còn');
    const left = Number(await chair.attribute('[data-session-left]', 'data-session-left'));
    if (left > 901_000 || left < 870_000) throw new Error(`the session has ${left} ms left, of 15 minutes`);
  });
  await report.test('with nobody waiting it says so, and does nothing', async () => {
    await chair.sees('[data-step=none]', 'Không có việc đang chờ');
    await chair.page.keyboard.press('Control+Enter');
    await becomes('refusals', 0, () => chair.page.locator('[data-refused]').count());
  });
}

async function calls({ chair, an, binh }) {
  const before = await atRest('the button', () => placeOfButton(chair));
  await report.test('it calls the next by name and place; a point of order comes first, and the list says why', async () => {
    await an.act('speaker.request', {});
    await offers(chair, 'speaker.call', 1);
    await binh.act('speaker.request', { class: 'point_of_order' });
    await offers(chair, 'speaker.call', 2);
    await chair.sees('[data-step="speaker.call"]', 'Hội trường tỉnh');
    await chair.sees('[data-step="speaker.call"] .step-title', 'Mời ');
    await chair.sees('[data-speaker="2"] .why', 'ưu tiên: Về thủ tục');
    await chair.sees('[data-speaker="1"] .why', 'đăng ký lúc');
  });
  await report.test('what changes under the finger is out of work for a moment', async () => {
    await chair.page.evaluate(() => {
      window.early = [];
      new MutationObserver(() => window.early.push(document.querySelector('.step-main').getAttribute('aria-disabled'))).observe(document.querySelector('.step'), { attributes: true, attributeFilter: ['data-step'] });
    });
    await chair.page.keyboard.press('Control+Enter');
    await chair.sees('[data-on-floor="2"][data-state=next]');
    await becomes('the button as it changed', ['true'], () => chair.page.evaluate(() => window.early));
  });
  await report.test('who has not said ready is asked about once: start anyway, or skip to wait on', async () => {
    await presses(chair, 'speaker.start', 2);
    await chair.sees('[data-step][data-asks=not_ready]', 'chưa báo sẵn sàng');
    await chair.presses('[data-asks] [data-action="speaker.skip"]');
    await chair.sees('[data-panel=speakers] [data-speaker="2"][data-state=waiting][data-place="2"]');
    await offers(chair, 'speaker.call', 1);
  });
  await report.test('called out of turn from the list; ready is seen on the button', async () => {
    await chair.acts('speaker.call', 'speaker', 2);
    await chair.sees('[data-on-floor="2"][data-state=next]');
    await binh.actNow('speaker.ready', { speaker: 2, rev: 4 });
    await chair.sees('[data-step="speaker.start"] [data-mark=ready]', 'đã sẵn sàng');
  });
  await report.test('the button has not moved', () => becomes('its place', { ...before, isHigh: true }, () => placeOfButton(chair)));
}

async function speaks({ chair, moderator }) {
  const floor = '[data-on-floor="2"]';
  await report.test('started, the time is in the head; the keys pause, go on and give half a minute more', async () => {
    await presses(chair, 'speaker.start', 2);
    await chair.sees(`${floor}[data-state=speaking]`);
    await chair.page.keyboard.press('Alt+p');
    await chair.sees(`${floor}[data-state=paused]`);
    const stood = await atRest('the time left', () => secondsOn(chair, floor));
    await chair.page.keyboard.press('Alt+=');
    await becomes('half a minute more', stood + 30, () => secondsOn(chair, floor));
    await chair.page.keyboard.press('Alt+p');
    await chair.sees(`${floor}[data-state=speaking]`);
  });
  await report.test('a poll that was closed meanwhile is in sight, wherever the page is scrolled, and one press leads to it', async () => {
    const { poll } = await moderator.act('poll.draft', { title: { vi: 'Thông qua chương trình?' }, results: 'hidden' });
    await moderator.actNow('poll.open', { poll, rev: 1 });
    await moderator.actNow('poll.close', { poll, rev: 2 });
    const button = `[data-action="poll-below"][data-below="${poll}"]`;
    await chair.sees(button, 'chờ công bố');
    await chair.page.evaluate(() => scrollTo(0, 0));
    const { y, height } = await chair.page.locator(button).boundingBox();
    if (y + height > TABLET.height) throw new Error(`it ends at ${y + height} px`);
    await chair.sees(`[data-step="speaker.call"] ${button}`);
    await chair.presses(button);
    await until('the poll has the focus', () => chair.page.evaluate((id) => document.activeElement?.matches(`[data-panel=polls] [data-poll="${id}"]`), poll));
    await chair.acts('poll.publish', 'poll', poll);
    await chair.seesNo(button);
  });
  await report.test('who listens is told of the time that is left, and of its end', async () => {
    const says = (region, pattern) => until(`${region} says ${pattern}`, async () => pattern.test(await chair.page.locator(region).textContent()));
    await timeIsUp(chair, floor);
    await says('#say-polite', /^Còn \d+ giây: /);
    await says('#say-now', /^Hết giờ: /);
  });
  await report.test('meanwhile the next can be called, and then the button ends the speech', async () => {
    await presses(chair, 'speaker.call', 1);
    await chair.sees('.lead-next', 'chưa báo sẵn sàng');
    await presses(chair, 'speaker.finish', 2);
    await chair.sees('[data-on-floor="1"][data-state=next]');
    await chair.sees('[data-list=finished]');
  });
  await report.test('asked and left again by Escape; then started all the same', async () => {
    await presses(chair, 'speaker.start', 1);
    await chair.sees('[data-asks=not_ready]');
    await chair.page.keyboard.press('Escape');
    await chair.seesNo('[data-asks]');
    await presses(chair, 'speaker.start', 1);
    await chair.sees('[data-asks=not_ready] .step-main[aria-disabled=false]');
    await chair.page.keyboard.press('Control+Enter');
    await chair.sees('[data-on-floor="1"][data-state=speaking]');
    await presses(chair, 'speaker.finish', 1);
    await chair.seesNo('[data-on-floor]');
  });
}

async function doubts({ chair, an, cuc }) {
  await report.test('a site at whose console nobody sits: asked once, and the one behind can be called instead', async () => {
    await cuc.act('speaker.request', {});
    await an.act('speaker.request', {});
    await chair.sees('[data-step="speaker.call"] [data-mark=unmanned]', 'chưa có người trực');
    await presses(chair, 'speaker.call', 3);
    await chair.sees('[data-asks=unmanned]', 'Chưa có ai trực ở bàn điều khiển của Huyện Kỳ Sơn');
    await chair.presses('[data-action=step-pass]');
    await chair.sees('[data-on-floor="4"][data-state=next]');
  });
  await report.test('somebody who is not on the list is added from the hall', async () => {
    await chair.acts('speaker.withdraw', 'speaker', 4);
    await chair.seesNo('[data-panel=speakers] [data-speaker="4"]');
    await chair.acts('speaker.withdraw', 'speaker', 3);
    await chair.presses('[data-form="speaker.add"] summary');
    await chair.page.locator('[data-form="speaker.add"] [name=number]').fill('3');
    await chair.presses('[data-form="speaker.add"] [data-action="speaker.request"]');
    await offers(chair, 'speaker.call', 5);
    await chair.acts('speaker.withdraw', 'speaker', 5);
  });
}

async function asks({ chair, moderator, an }) {
  await report.test('with nobody on the list it asks the next question; then its asker has the floor; then the answer is given', async () => {
    const { question } = await an.act('question.submit', { text: 'Bao giờ có trạm y tế mới?' });
    await moderator.act('question.approve', { question, rev: 1 });
    await presses(chair, 'question.ask', question);
    await chair.sees(`[data-asked="${question}"]`, 'trạm y tế');
    await presses(chair, 'speaker.start');
    await chair.presses('[data-asks=not_ready] .step-main');
    await presses(chair, 'speaker.finish');
    await presses(chair, 'question.answer', question);
    await chair.seesNo('[data-asked]');
  });
}

async function votes({ chair, moderator, binh }) {
  await report.test('a closed list with nothing left goes on to the next item, asked once', async () => {
    await chair.presses('[data-action="speakers.close"]');
    await presses(chair, 'agenda.start', 2);
    await chair.sees('[data-asks=sure]', 'Đối thoại');
    await chair.presses('[data-asks=sure] .step-main');
    await chair.sees('[data-now="2"]', 'Biểu quyết');
  });
  await report.test('in a vote: open, close and announce, each asked once and each with what is known', async () => {
    const { poll } = await moderator.act('poll.draft', { title: { vi: 'Thông qua nghị quyết?' }, results: 'hidden' });
    for (const [act, state] of [['poll.open', 'open'], ['poll.close', 'closed'], ['poll.publish', 'published']]) {
      await offers(chair, act, poll);
      if (/cùng lúc/.test(await chair.textOf('.step-about'))) throw new Error('one poll is called several');
      await presses(chair, act, poll);
      await chair.presses('[data-asks=sure] .step-main');
      await chair.sees(`[data-panel=polls] [data-poll="${poll}"][data-state=${state}]`);
    }
  });
  await report.test('at the last item no further question is offered: how many were not asked, and where they still can be', async () => {
    const { question } = await binh.act('question.submit', { text: 'Câu này không kịp hỏi' });
    await moderator.act('question.approve', { question, rev: 1 });
    await chair.sees('[data-step=none]', 'Mục cuối của chương trình');
    await chair.sees('[data-step=none]', 'Còn 1 câu chưa hỏi');
    await chair.sees(`[data-panel=approved] [data-question="${question}"] [data-action="question.ask"]:enabled`);
  });
  await report.test('the help on keys names what there is on this page: there is nothing to search', async () => {
    await chair.presses('[data-action=hotkeys]');
    await chair.sees('dialog.hotkeys', 'Bấm nút chính');
    await becomes('keys that search', 0, () => chair.page.locator('dialog.hotkeys dd').filter({ hasText: /^Tìm$/ }).count());
    await chair.presses('[data-action=hotkeys-close]');
    await chair.seesNo('dialog.hotkeys');
  });
  await report.test('two polls at once are the chair’s to choose from: the button leads there', async () => {
    for (const title of ['Một', 'Hai']) await moderator.act('poll.draft', { title: { vi: title }, results: 'hidden' });
    await presses(chair, 'look');
    await until('the poll has the focus', () => chair.page.evaluate(() => document.activeElement?.matches('[data-panel=polls] [data-poll]')));
  });
}

async function lost({ chair }) {
  await report.test('nothing is cut off or too small for a finger on the tablet, upright and flat, in both languages', async () => {
    const options = { touch: true, themes: ['light'], sizes: [[768, 1024], [1024, 768]] };
    for (const language of ['en', 'vi']) {
      await chair.presses('[data-action=language]');
      await becomes('the language', language, () => chair.page.getAttribute('html', 'lang'));
      const faults = await judge(chair.page, options);
      if (faults.length > 0) throw new Error(`${language}: ${faults.slice(0, 6).join('\n')}`);
      for (const [width, height] of options.sizes) {
        await chair.page.setViewportSize({ width, height });
        const [title, button] = [await (await chair.sees('.top h1')).boundingBox(), await (await chair.sees('[data-action=language]')).boundingBox()];
        if (button.y > title.y + title.height || button.x < title.x) throw new Error(`the language stands under the title at ${width} px`);
      }
      await chair.page.setViewportSize(TABLET);
    }
  });
  await report.test('without a connection the button says why it does nothing, and nothing is sent late', async () => {
    complaints.socketsMayFail = true;
    await chair.context.setOffline(true);
    await chair.sees('[data-step] .step-main[aria-disabled=true]', 'không được gửi muộn');
    await becomes('the edge of what looks off', 'dashed', () => chair.page.locator('.step-main').evaluate((button) => getComputedStyle(button).borderStyle));
    await chair.page.keyboard.press('Control+Enter');
    await becomes('held back', 0, () => chair.page.locator('[data-outbox]').count());
    complaints.socketsMayFail = false;
  });
}
