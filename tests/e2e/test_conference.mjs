// A small conference, held in Chromium by people who look and press: one operator, one moderator, three phones, one stage.
// The hub is the real one. Each part goes on where the one before it ended.
import { complaints } from './support_browser.mjs';
import { CONFERENCE, openWindows, rowsOn, rowsOnAll } from './support_conference.mjs';
import { holdConference, nothingComplained } from './support_hold.mjs';
import { countsDown, countTogether, exportedTally, openPhone, tallyIn, writesDuration } from './support_people.mjs';
import { becomes, Hub, report } from './support.mjs';

const hub = new Hub(CONFERENCE);

await holdConference({ hub }, async (browser) => {
  const logins = await hub.logins();
  const windows = await openWindows(browser);
  await everybodySignsIn(windows, logins);
  await questions(windows);
  await strangeText(windows);
  await speakers(windows);
  await hiddenPoll(windows);
  const poll = await offlinePoll(windows);
  await refused(windows);
  await restart(windows, poll);
  await livePollEnds(windows, poll);
  await places(browser, windows, logins);
  await languages(windows);
  await nothingComplained();
});

async function everybodySignsIn({ an, binh, cuc, operator, moderator, stage }, logins) {
  await report.test('a phone signs in by the link on its card, which leaves the address bar', async () => {
    await an.go(logins['hall-0001'].link);
    await an.sees('[data-me="hall-0001"]', 'số 1');
    await becomes('the address', `${hub.origin}/`, () => an.page.url());
  });
  await report.test('a phone signs in by a typed code, after a slip of the finger', async () => {
    const { code } = logins['hall-0002'];
    await binh.go(`${hub.origin}/`);
    await binh.types('#code', code.slice(0, 11) + ((Number(code[11]) + 1) % 10));
    await binh.presses('[data-action="session.open"]');
    await binh.sees('[data-trouble=code_wrong]', 'Mã chưa đúng');
    await binh.page.locator('#code').clear();
    await binh.types('#code', code);
    await becomes('the code in groups', code.replace(/(\d{3})(?=\d)/g, '$1 '), () => binh.page.locator('#code').inputValue());
    await binh.presses('[data-action="session.open"]');
    await binh.sees('[data-me="hall-0002"]');
    await cuc.joinsByCode(hub.origin, logins['dc01-0001'].code);
    await cuc.sees('[data-me="dc01-0001"]', 'Kỳ Sơn');
  });
  await report.test('operator and moderator sign in by password; a wrong one is told', async () => {
    await operator.go(`${hub.origin}/site`);
    await operator.writes('#name', 'operator');
    await operator.writes('#password', 'not this one');
    await operator.presses('[data-action="session.open"]');
    await operator.sees('[data-trouble=bad_credentials]');
    await operator.signsIn(`${hub.origin}/site`, 'operator', logins.operator.password);
    await moderator.signsIn(`${hub.origin}/mod`, 'moderator', logins.moderator.password);
  });
  await report.test('who signs in by a press stands at the title, and nothing lies over it', async () => {
    await becomes('the focus', 'H1', () => moderator.page.evaluate(() => document.activeElement.tagName));
  });
  await report.test('the stage signs in by the link on its card', async () => {
    await stage.go(logins.display.link);
    await stage.sees('[data-screen=main]');
  });
  await report.test('the item that the moderator begins is on phones and stage', async () => {
    await moderator.acts('agenda.start', 'item', 1);
    await moderator.shows('agenda');
    await stage.sees('[data-view=agenda] [data-item="1"]', 'Đối thoại');
    await an.sees('#panel-now [data-item="1"]', 'Đối thoại');
  });
}

async function questions({ an, binh, cuc, operator, moderator, stage }) {
  let asked;
  await report.test('a question goes from a phone to the moderator', async () => {
    await an.asks('Bao giờ hoàn thành tuyến đường Mường Xén?');
    await an.sees('[data-my-question][data-state=pending]', 'Mường Xén');
    asked = await moderator.finds('pending', 'Mường Xén');
  });
  await report.test('the operator asks for a delegate, whose own phone shows it', async () => {
    await operator.asksFor(1, 'Vốn vay cho hộ nghèo được xét thế nào?');
    await operator.sees('[data-panel=questions] [data-state=pending]', 'hộ nghèo');
    await moderator.finds('pending', 'hộ nghèo');
    await cuc.looksAt('ask');
    await cuc.sees('[data-my-question][data-state=pending]', 'hộ nghèo');
  });
  await report.test('a rejection is seen by its asker with reason and note', async () => {
    await binh.asks('Hôm nay ăn gì?');
    const question = await moderator.finds('pending', 'ăn gì');
    await moderator.rejects(question, 'off_topic', 'Xin hỏi ban tổ chức');
    const own = await binh.sees(`[data-my-question="${question}"][data-state=rejected]`, 'ngoài chủ đề');
    await becomes('the note', true, async () => (await own.innerText()).includes('Xin hỏi ban tổ chức'));
  });
  await report.test('approved, asked and shown: the question is on stage and on every phone', async () => {
    await moderator.acts('question.approve', 'question', asked);
    await an.sees(`[data-my-question="${asked}"][data-state=approved]`);
    await moderator.acts('question.ask', 'question', asked);
    await moderator.acts('stage.show', 'question', asked);
    await stage.sees(`[data-view=question] [data-question="${asked}"]`, 'Mường Xén');
    await an.sees(`[data-my-question="${asked}"][data-state=asking]`);
    await binh.looksAt('now');
    await binh.sees(`[data-question="${asked}"]`, 'Mường Xén');
    await operator.sees(`[data-panel=asking] [data-question="${asked}"]`);
  });
  await report.test('answered: its asker is told, it leaves the phones, and the stage with the next view', async () => {
    await moderator.acts('question.answer', 'question', asked);
    await an.sees(`[data-my-question="${asked}"][data-state=answered]`);
    await binh.seesNo(`#panel-now [data-question="${asked}"]`);
    await stage.sees(`[data-question="${asked}"]`, 'Đã trả lời');
    await moderator.shows('agenda');
    await stage.seesNo(`[data-question="${asked}"]`);
  });
}

async function strangeText({ an, binh, moderator, stage }) {
  const typed = 'Đề nghị <script>window.taken = 1</script><b>làm rõ</b> \u202eđảo\u202c z\u0301\u0302\u0303\u0304\u0305\u0306a lỗ&amp;hổng';
  const clean = 'Đề nghị <script>window.taken = 1</script><b>làm rõ</b> đảo \u017a\u0302\u0303a lỗ&amp;hổng';
  await report.test('markup, direction marks and stacked accents are shown as plain text everywhere', async () => {
    await an.asks(typed);
    const question = await moderator.finds('pending', 'làm rõ');
    await moderator.acts('question.approve', 'question', question);
    await moderator.acts('question.ask', 'question', question);
    await moderator.acts('stage.show', 'question', question);
    await binh.looksAt('now');
    const places = [
      [moderator, `[data-panel=asking] [data-question="${question}"] p > bdi`],
      [stage, `[data-question="${question}"] .text bdi`],
      [binh, `[data-question="${question}"] .quote bdi`],
      [an, `[data-my-question="${question}"] > bdi`],
    ];
    for (const [person, place] of places) {
      await becomes(`what ${person.name} reads`, clean, async () => (await person.sees(place)).textContent());
      await becomes('what the text did', undefined, () => person.page.evaluate(() => window.taken));
    }
    await moderator.acts('question.answer', 'question', question);
  });
}

// Two questions have called their askers: they were speakers 1 and 2.
async function speakers({ cuc, binh, operator, moderator, stage }) {
  await report.test('a request to speak from a phone is seen by operator and moderator', async () => {
    await cuc.looksAt('now');
    await cuc.presses('[data-action="speaker.request"]');
    await cuc.sees('[data-floor=waiting]');
    await operator.sees('[data-cue=waiting]');
    await moderator.sees('[data-panel=speakers] [data-speaker="3"][data-state=waiting]', 'Kỳ Sơn');
  });
  await report.test('called: phone and operator are told that they are next', async () => {
    await moderator.acts('speaker.call', 'speaker', 3);
    await cuc.sees('[data-cue=next]');
    await operator.sees('[data-cue=next]');
  });
  await report.test('started: the same countdown runs on phone, operator and stage', async () => {
    await writesDuration(moderator, '[data-speaker="3"]', 90);
    await moderator.starts(3);
    await moderator.shows('speaker');
    await countsDown(cuc, '[data-cue=speaking]', 90);
    await countsDown(operator, '[data-cue=speaking]', 90);
    await countsDown(stage, '[data-view=speaker] [data-speaker="3"]', 90);
    await countTogether([cuc, '[data-cue]'], [stage, '[data-speaker="3"]'], [binh, '[data-speaker="3"]']);
  });
  await report.test('finished: nobody is shown as speaking any more', async () => {
    await moderator.acts('speaker.finish', 'speaker', 3);
    await cuc.seesNo('[data-cue]');
    await operator.sees('[data-cue=none]');
    await stage.seesNo('[data-speaker="3"]');
  });
}

async function hiddenPoll({ an, binh, cuc, phones, operator, moderator, stage, everybody }) {
  let poll;
  await report.test('a hidden poll opens on every phone by itself, and on stage', async () => {
    poll = await moderator.opensPoll('Thông qua dự thảo nghị quyết?', 'hidden', 120);
    await moderator.acts('stage.show', 'poll', poll);
    for (const phone of phones) await phone.sees(`#panel-poll [data-poll="${poll}"]`, 'dự thảo');
    await countsDown(an, `[data-poll="${poll}"]`, 120);
    await stage.sees(`[data-view=poll] [data-poll="${poll}"][data-state=open]`, 'dự thảo');
  });
  await report.test('three phones vote, one changes its ballot', async () => {
    await an.votes(poll, 'yes');
    await binh.votes(poll, 'yes');
    await cuc.votes(poll, 'abstain');
    await an.hasRecorded(poll, 'yes');
    await binh.hasRecorded(poll, 'yes');
    await cuc.hasRecorded(poll, 'abstain');
    await binh.votes(poll, 'no');
    await binh.hasRecorded(poll, 'no');
    await moderator.sees('[data-ballots="3"]');
    for (const person of [operator, stage]) await person.seesNo('[data-ballots]');
  });
  await report.test('until it is published no screen and no message holds a result', async () => {
    await moderator.closesPoll(poll);
    await an.sees(`[data-poll="${poll}"] [data-ballot=counted]`);
    for (const person of everybody) {
      await person.seesNo(`[data-poll="${poll}"] [data-tally]`);
      const leaks = person.frames.filter((frame) => frame.includes('"tally"'));
      if (leaks.length > 0) throw new Error(`${person.name} was sent ${leaks[0]}`);
    }
  });
  await report.test('published: phones and stage show what the hub exports', async () => {
    await moderator.publishes(poll);
    const exported = await exportedTally(hub, poll);
    await becomes('the export', [1, 1, 1], () => exported);
    for (const phone of phones) await becomes(`the result on ${phone.name}`, exported, () => phone.reads(poll));
    for (const person of [moderator, operator, stage]) {
      await becomes(`the result on ${person.name}`, exported, () => tallyIn(person, `[data-poll="${poll}"]`));
    }
  });
}

/** A live poll. It stays open; its number is returned. */
async function offlinePoll({ an, binh, moderator, stage }) {
  let poll;
  await report.test('a live poll shows its result as it comes in', async () => {
    poll = await moderator.opensPoll('Họp tiếp vào buổi chiều?', 'live');
    await moderator.acts('stage.show', 'poll', poll);
    await an.votes(poll, 'no');
    await an.hasRecorded(poll, 'no');
    await becomes('the result on stage', [0, 1, 0], () => tallyIn(stage, `[data-poll="${poll}"]`));
    await becomes('the result on a phone', [0, 1, 0], () => binh.reads(poll));
  });
  await report.test('a ballot cast offline is shown as held', async () => {
    complaints.socketsMayFail = true;
    await binh.context.setOffline(true);
    await binh.sees('[data-link=lost]');
    await binh.votes(poll, 'yes');
    await binh.sees(`[data-poll="${poll}"] [data-ballot=held]`);
    await binh.sees('[data-outbox="1"]');
    await moderator.sees(`[data-poll="${poll}"] [data-ballots="1"]`);
  });
  await report.test('back online it is recorded, once', async () => {
    await binh.context.setOffline(false);
    await binh.hasRecorded(poll, 'yes');
    complaints.socketsMayFail = false;
    await binh.seesNo('[data-outbox]');
    await moderator.sees(`[data-poll="${poll}"] [data-ballots="2"]`);
    const cast = (event) => event.type === 'ballot_cast' && event.poll === poll && event.person === 'hall-0002';
    await becomes('ballots in the journal', 1, async () => (await hub.export('events')).filter(cast).length);
  });
  return poll;
}

/** The words of a refusal come with the second part of the page. */
async function refused({ binh, moderator }) {
  await report.test('a question kept offline while questions are shut is refused, in words', async () => {
    complaints.socketsMayFail = true;
    await binh.context.setOffline(true);
    await binh.sees('[data-link=lost]');
    await binh.asks('Câu hỏi gửi lúc mất sóng');
    await moderator.presses('[data-panel=intake] summary');
    await moderator.presses('[data-intake-of=conference] [data-value=paused]');
    await moderator.sees('[data-panel=intake][data-intake=paused]');
    await binh.context.setOffline(false);
    await binh.sees('[data-held="question.submit"][data-state=refused]', 'Hiện không nhận câu hỏi.');
    complaints.socketsMayFail = false;
    await binh.presses('[data-action=dismiss]');
    await binh.seesNo('[data-outbox]');
    await binh.looksAt('poll');
    await moderator.presses('[data-intake-of=conference] [data-value=open]');
    await moderator.sees('[data-panel=intake][data-intake=open]');
    await moderator.presses('[data-panel=intake] summary');
  });
}

async function restart({ an, cuc, operator, moderator, stage, everybody }, poll) {
  // Something of everything is on the screens: a speaker, a question in each list, an open poll.
  await cuc.looksAt('now');
  await cuc.presses('[data-action="speaker.request"]');
  await cuc.sees('[data-floor=waiting]');
  await moderator.acts('speaker.call', 'speaker', 4);
  await operator.sees('[data-cue=next]');
  const before = await rowsOnAll(everybody);
  await report.test('the hub killed: pages say so, keep what they show, and hold back what must not come late', async () => {
    complaints.socketsMayFail = true;
    await hub.kill();
    for (const person of [an, cuc, operator, moderator]) await person.sees('[data-link=lost]');
    await becomes('what the moderator may press', true, () => moderator.page.locator('[data-action="poll.close"]').isDisabled());
    await operator.asksFor(2, 'Câu hỏi gửi lúc mất mạng');
    await operator.sees('[data-outbox="1"]');
    await stage.sees('[data-view=poll]', 'buổi chiều');
  });
  await report.test('started again: every page comes back by itself and shows the same', async () => {
    await hub.start();
    for (const person of [an, cuc, operator, moderator]) await person.sees('[data-link=live]');
    await moderator.finds('pending', 'mất mạng');
    await operator.seesNo('[data-outbox]');
    complaints.socketsMayFail = false;
    const isNew = (row) => row.includes('mất mạng');
    for (const [index, person] of everybody.entries()) {
      const rows = async () => (await rowsOn(person)).filter((row) => !isNew(row));
      await becomes(`rows on ${person.name}`, before[index], rows);
    }
    await becomes('that question in the journal', 1, async () => (await hub.export('events')).filter(({ text }) => text?.includes('mất mạng')).length);
  });
  await report.test('after the restart everybody goes on: a ballot, a speaker', async () => {
    await an.votes(poll, 'yes');
    await an.hasRecorded(poll, 'yes');
    await moderator.starts(4);
    await cuc.sees('[data-cue=speaking]');
    await moderator.acts('speaker.finish', 'speaker', 4);
    await operator.sees('[data-cue=none]');
  });
}

async function livePollEnds({ cuc, phones, moderator, stage }, poll) {
  await report.test('the live poll ends with what phones, stage and export agree on', async () => {
    await cuc.looksAt('poll');
    await cuc.votes(poll, 'no');
    await cuc.hasRecorded(poll, 'no');
    await moderator.closesPoll(poll);
    await moderator.publishes(poll);
    const exported = await exportedTally(hub, poll);
    await becomes('the export', [2, 1, 0], () => exported);
    for (const phone of phones) await becomes(`the result on ${phone.name}`, exported, () => phone.reads(poll));
    await becomes('the result on stage', exported, () => tallyIn(stage, `[data-poll="${poll}"]`));
  });
}

async function places(browser, { an, binh }, logins) {
  await report.test('a second tab of a phone takes over; the first says so and can take it back', async () => {
    const second = await an.anotherTab();
    await second.go(`${hub.origin}/`);
    await second.sees('[data-me="hall-0001"]');
    await an.sees('[data-screen=elsewhere]', 'Đang mở ở nơi khác');
    await an.presses('[data-action="use-here"]');
    await an.sees('[data-me="hall-0001"]');
    await second.sees('[data-screen=elsewhere]');
    await second.page.close();
  });
  await report.test('the same card on another phone closes the first with 4001', async () => {
    const other = await openPhone(browser, 'Bình, another phone');
    await other.go(logins['hall-0002'].link);
    await other.sees('[data-me="hall-0002"]');
    await binh.sees('[data-screen=elsewhere]', 'Đang mở ở nơi khác');
    await becomes('the close code', 4001, async () => (await binh.closeCodes()).at(-1));
    await other.looksAt('ask');
    await other.sees('[data-my-question][data-state=rejected]', 'ăn gì');
    await other.context.close();
  });
  await report.test('who wants to go on at the first is told why the code is asked for again', async () => {
    await binh.presses('[data-action="use-here"]');
    await binh.sees('#trouble[data-trouble=elsewhere]', 'đã được dùng trên thiết bị khác');
    await binh.types('#code', logins['hall-0002'].code);
    await binh.presses('[data-action="session.open"]');
    await binh.sees('[data-me="hall-0002"]');
  });
}

async function languages({ an, cuc, moderator, stage }) {
  await report.test('one press changes the language, and the page remembers it', async () => {
    await cuc.presses('[data-action=language]');
    await cuc.sees('[data-tab=poll]', 'Vote');
    await cuc.sees('h1', 'Test conference');
    await cuc.page.reload();
    await cuc.sees('[data-tab=poll]', 'Vote');
    await becomes('the language of the page', 'en', () => cuc.page.getAttribute('html', 'lang'));
    await an.sees('[data-tab=poll]', 'Bỏ phiếu');
  });
  await report.test('desk and stage speak English when asked', async () => {
    await moderator.presses('[data-action=language]');
    await moderator.sees('[data-panel=pending]', 'New');
    await moderator.shows('agenda');
    await stage.go(`${hub.origin}/stage?lang=en`);
    await stage.sees('[data-view=agenda] [data-item="1"]', 'Dialogue');
  });
}
