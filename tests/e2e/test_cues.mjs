// A site's console: two operators of one site, a moderator and a chair, in Chromium with the real hub. Who speaks for the site, and what the site is told of
// its turn. Each part goes on where the one before it ended.
import { complaints } from './support_browser.mjs';
import { CONFERENCE } from './support_conference.mjs';
import { holdConference, nothingComplained } from './support_hold.mjs';
import { openChair, openModerator, openOperator, openPhone, secondsOn, writesDuration } from './support_people.mjs';
import { becomes, Hub, report } from './support.mjs';

const DELAY_SECONDS = 3;
const STAFF = [
  { id: 'operator-2', name: 'Nguyễn Hoa', roles: ['operator'], site: 'dc01' },
  { id: 'chair', name: 'Chủ tọa', roles: ['chair'] },
];

const hub = new Hub({ ...CONFERENCE, accounts: [...CONFERENCE.accounts, ...STAFF], limits: { operatorAbsentMs: 1000 } });

await holdConference({ hub }, async (browser) => {
  const people = await signIn(browser, await hub.logins());
  await first(people);
  await delay(people);
  await ladder(people);
  await takenOver(people);
  await handedBack(people);
  await restarted(people);
  await nothingComplained();
});

async function signIn(browser, logins) {
  const [an, cuc] = [await openPhone(browser, 'An'), await openPhone(browser, 'Cúc')];
  const dung = Object.assign(await openOperator(browser), { name: 'Dũng' });
  const hoa = Object.assign(await openOperator(browser), { name: 'Hoa' });
  const moderator = await openModerator(browser);
  const chair = await openChair(browser);
  await an.joinsByCode(hub.origin, logins['hall-0001'].code);
  await cuc.joinsByCode(hub.origin, logins['dc01-0001'].code);
  await moderator.signsIn(`${hub.origin}/mod`, 'moderator', logins.moderator.password);
  await chair.signsIn(`${hub.origin}/chair`, 'chair', logins.chair.password);
  await moderator.acts('agenda.start', 'item', 1);
  await moderator.sees('[data-list-of="1"][data-speakers=open]');
  await dung.signsIn(`${hub.origin}/site`, 'operator', logins.operator.password);
  await dung.sees('[data-console=own][data-lease="1"]');
  await hoa.signsIn(`${hub.origin}/site`, 'operator-2', logins['operator-2'].password);
  return { an, cuc, dung, hoa, moderator, chair };
}

function isOff(person, selector) {
  return becomes(`${selector} is off`, true, () => person.page.locator(selector).first().isDisabled());
}

async function first({ hoa, moderator }) {
  await report.test('the first operator has the console; the second sees who, and sends nothing in the name of the site', async () => {
    await hoa.sees('[data-console=other][data-here=true]', 'Trợ lý đang giữ bàn điều khiển');
    await hoa.writes('#question', 'Bao giờ có điện?');
    await isOff(hoa, '[data-action="question.submit"]');
    await isOff(hoa, '[data-panel=behalf] [data-action="speaker.request"]');
    await isOff(hoa, '[data-action="lease.take-open"]');
  });
  await report.test('the desk sees it too', async () => {
    await moderator.presses('[data-list=consoles] summary');
    await moderator.sees('[data-console-of=dc01][data-operator=operator]', 'đang kết nối');
  });
}

async function delay({ dung, hoa, moderator }) {
  await report.test('on the check-in page, a press before the time that was agreed measures nothing', async () => {
    for (const operator of [dung, hoa]) await operator.presses('[data-action=rehearsal]');
    await dung.presses('[data-action="delay.measure"]');
    await dung.sees('[data-target]', 'HÌNH VIDEO');
    await dung.presses('[data-action="delay.press"]');
    await dung.sees('#delay-trouble', 'sớm hơn');
  });
  await report.test('the delay is typed in, and everybody concerned knows it', async () => {
    await isOff(hoa, '[data-action="site.measure_delay"]');
    await dung.writes('[data-form="site.measure_delay"] [name=delay]', String(DELAY_SECONDS));
    await dung.presses('[data-action="site.measure_delay"]');
    await hoa.sees(`[data-delay="${1000 * DELAY_SECONDS}"]`, '3 giây');
    await moderator.sees(`[data-console-of=dc01] [data-video-delay="${1000 * DELAY_SECONDS}"]`);
    for (const operator of [dung, hoa]) await operator.checksIn();
  });
}

async function ladder({ an, cuc, dung, hoa, moderator, chair }) {
  await report.test('second in line, then first', async () => {
    await an.presses('[data-floor=none] [data-action="speaker.request"]');
    await an.sees('[data-floor=waiting][data-place="1"]');
    await dung.asksToSpeakFor(1);
    await dung.sees('[data-cue=waiting][data-step=second]', 'THỨ 2');
    await chair.presses('[data-action="speaker.call"][data-next="1"]');
    await chair.starts(1);
    await dung.sees('[data-cue=waiting][data-step=waiting]', 'THỨ NHẤT');
    await chair.sees(`[data-action="speaker.call"][data-next="2"] [data-video-delay="${1000 * DELAY_SECONDS}"]`, 'hình trễ 3 giây');
    await chair.acts('speaker.finish', 'speaker', 1);
  });
  await report.test('called: next, and only the console is asked for ready', async () => {
    await chair.presses('[data-action="speaker.call"][data-next="2"]');
    await dung.sees('[data-step=next] [data-action="speaker.ready"]', 'SẴN SÀNG');
    await hoa.sees('[data-step=next]', 'do Trợ lý bấm');
    await chair.sees('[data-speaker="2"] [data-video-delay]', 'lên hình sau khi bắt đầu 3 giây');
    await hoa.page.keyboard.press('F9');
    await hoa.sees('[data-refused=fenced][data-method="speaker.ready"]', 'Người khác đang giữ bàn điều khiển');
    await hoa.presses('[data-refused=fenced] [data-action=dismiss]');
  });
  await report.test('after ten seconds without an answer the desk and the chair are told what to do, and the console that it is waited for', async () => {
    for (const person of [moderator, chair]) {
      await person.page.locator('[data-bar=unanswered][data-speaker="2"]').waitFor({ timeout: 15_000 });
      await person.sees('[data-bar=unanswered]', 'Gọi điện cho điểm cầu');
    }
    await chair.sees('[data-bar=unanswered]', 'Người giữ bàn: Trợ lý, đang kết nối');
    await dung.sees('[data-cue=next] [data-unanswered=true]');
  });
  await report.test('ready by F9: the alert goes', async () => {
    await dung.page.keyboard.press('F9');
    await dung.sees('[data-step=ready]');
    for (const person of [moderator, chair]) await person.seesNo('[data-bar=unanswered]');
  });
  await report.test('on air so much later than the chair says it, with the whole time from then on; time up; done', async () => {
    await writesDuration(chair, '[data-speaker="2"]', 4);
    await chair.acts('speaker.start', 'speaker', 2);
    await dung.sees('[data-step=soon]', 'LÊN HÌNH SAU');
    await chair.sees('[data-speaker="2"] [data-on-air-in]', 'lên hình sau');
    await dung.sees('[data-step=speaking]', 'BẠN ĐANG TRỰC TIẾP');
    await chair.seesNo('[data-on-air-in]');
    const [here, there] = [await secondsOn(chair, '[data-on-floor="2"]'), await secondsOn(dung, '[data-cue]')];
    if (there - here < DELAY_SECONDS - 1 || there - here > DELAY_SECONDS + 1) throw new Error(`${there} s at the site, ${here} s in the hall`);
    await becomes('on the speaker’s own phone as on the console', true, async () => Math.abs((await secondsOn(cuc, '[data-cue]')) - (await secondsOn(dung, '[data-cue]'))) <= 1);
    await becomes('the title', true, async () => (await dung.page.title()).includes('TRỰC TIẾP'));
    await dung.sees('[data-step=over]', 'HẾT GIỜ');
    await chair.acts('speaker.finish', 'speaker', 2);
    await dung.sees('[data-cue=none][data-step=done]', 'ĐÃ XONG');
    await becomes('the frame', 0, () => dung.page.locator('.on-air').count());
  });
}

async function messagesOf() {
  return (await hub.export('events')).filter(({ type }) => type === 'message_sent').length;
}

async function takenOver({ dung, hoa, moderator }) {
  await report.test('the console is gone: a colleague is told since when, and takes it over', async () => {
    await dung.writes('#question', 'Một câu đang viết dở');
    await dung.presses('[data-thread=desk] [data-action=thread]');
    complaints.socketsMayFail = true;
    await dung.context.setOffline(true);
    await dung.sees('[data-link=lost]');
    await dung.writes('[data-thread=desk] [name=text]', 'Micrô số 1 hỏng');
    await dung.presses('[data-thread=desk] [data-action="message.send"]');
    await dung.sees('[data-outbox="1"]');
    await hoa.sees('[data-console=other][data-here=false]', 'thấy lần cuối lúc');
    await hoa.presses('[data-action="lease.take-open"]');
    await hoa.sees('[data-sure="lease.take"]', 'Nhận thay?');
    await hoa.presses('[data-sure="lease.take"] [data-action="lease.take"]');
    await hoa.sees('[data-console=own][data-lease="2"]');
  });
  await report.test('what was being written is still there; who lost the console is told, and what would be wrong by now is refused in words', async () => {
    const before = await messagesOf();
    await dung.context.setOffline(false);
    await dung.sees('[data-console=other]', 'Nguyễn Hoa đã nhận bàn điều khiển');
    await dung.sees('[data-refused=fenced][data-method="message.send"]', 'Người khác đang giữ bàn điều khiển');
    await dung.sees('[data-held="message.send"][data-state=refused]', 'Micrô số 1 hỏng');
    await becomes('the draft', 'Một câu đang viết dở', () => dung.page.locator('#question').inputValue());
    await becomes('messages', before, messagesOf);
    await becomes('at the desk', 0, () => moderator.page.locator('[data-message]').count());
    complaints.socketsMayFail = false;
  });
  await report.test('the new console speaks for the site', async () => {
    await hoa.presses('[data-action="question.submit"]');
    await moderator.finds('pending', 'Bao giờ có điện?');
  });
}

async function handedBack({ dung, hoa, moderator }) {
  await report.test('a moderator hands the console back, whoever is there', async () => {
    await isOff(dung, '[data-action="lease.take-open"]');
    await moderator.page.locator('[data-console-of=dc01] [name=person]').selectOption('operator');
    await moderator.presses('[data-console-of=dc01] [data-action="lease.take"]');
    await dung.sees('[data-console=own][data-lease="3"]');
    await hoa.sees('[data-console=other]', 'Trợ lý đã nhận');
    await dung.presses('[data-action="question.submit"]');
    await moderator.finds('pending', 'Một câu đang viết dở');
  });
  await report.test('given up, it goes to whoever is there, and not back by itself', async () => {
    await dung.presses('[data-action="lease.give_up"]');
    await hoa.sees('[data-console=own][data-lease="4"]');
    await dung.sees('[data-console=other]', 'Nguyễn Hoa');
  });
}

async function restarted({ dung, hoa }) {
  await report.test('the hub starts again: the console is whose it was', async () => {
    complaints.socketsMayFail = true;
    await hub.kill();
    await hub.start();
    for (const person of [dung, hoa]) await person.page.locator('[data-link=live]').waitFor({ timeout: 20_000 });
    await hoa.sees('[data-console=own][data-lease="4"]');
    await dung.sees('[data-console=other][data-here=true]');
    complaints.socketsMayFail = false;
  });
  await report.test('who signs out leaves the site to the next; one who gave it up is not given it back unasked', async () => {
    await hoa.presses('[data-action="session.close"]');
    await hoa.sees('[data-screen=sign-in]');
    await dung.sees('[data-console=free]', 'Chưa có ai giữ bàn điều khiển');
    await dung.presses('[data-action="lease.take"]');
    await dung.sees('[data-console=own][data-lease="5"]');
  });
}
