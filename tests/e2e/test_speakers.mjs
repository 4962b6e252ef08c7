// The floor and the talk behind it: two moderators, a chair, the operator of a remote site and two phones, in Chromium with the
// real hub. Each part goes on where the one before it ended.
import { LAPTOP } from './support_browser.mjs';
import { CONFERENCE } from './support_conference.mjs';
import { holdConference, nothingComplained } from './support_hold.mjs';
import { openModerator, openOperator, openPhone, secondsOn, timeIsUp, writesDuration } from './support_people.mjs';
import { atRest, becomes, Hub, report } from './support.mjs';

const STAFF = [
  { id: 'moderator-2', name: 'Điều phối hai', roles: ['moderator'] },
  { id: 'chair', name: 'Chủ tọa', roles: ['chair'] },
];

const hub = new Hub({ ...CONFERENCE, accounts: [...CONFERENCE.accounts, ...STAFF] });

await holdConference({ hub }, async (browser) => {
  const logins = await hub.logins();
  const people = await signIn(browser, logins);
  await requests(people);
  await called(people);
  await speaks(people);
  await fromOutside(people);
  await closedList(people);
  await cleared(people);
  await messages(people);
  await claims(people);
  await ofQuestion(people);
  await present(people);
  await fourthDevice(browser, people, logins['dc01-0002'].code);
  await nothingComplained();
});

async function signIn(browser, logins) {
  const [an, cuc] = [await openPhone(browser, 'An'), await openPhone(browser, 'Cúc')];
  const operator = await openOperator(browser);
  const moderator = await openModerator(browser);
  const second = Object.assign(await openModerator(browser), { name: 'second moderator' });
  const chair = Object.assign(await openModerator(browser, { viewport: LAPTOP }), { name: 'chair' });
  await an.joinsByCode(hub.origin, logins['hall-0001'].code);
  await cuc.joinsByCode(hub.origin, logins['dc01-0001'].code);
  await operator.signsIn(`${hub.origin}/site`, 'operator', logins.operator.password);
  await moderator.signsIn(`${hub.origin}/mod`, 'moderator', logins.moderator.password);
  await second.signsIn(`${hub.origin}/mod`, 'moderator-2', logins['moderator-2'].password);
  await chair.signsIn(`${hub.origin}/mod`, 'chair', logins.chair.password);
  await moderator.acts('agenda.start', 'item', 1);
  await moderator.sees('[data-list-of="1"][data-speakers=open]');
  return { an, cuc, operator, moderator, second, chair };
}

function row(speaker, state) {
  return `[data-panel=speakers] [data-speaker="${speaker}"][data-state=${state}]`;
}

async function requests({ an, cuc, operator, moderator }) {
  await report.test('a phone asks to speak and is told its place', async () => {
    await an.presses('[data-floor=none] [data-action="speaker.request"]');
    await an.sees('[data-floor=waiting][data-place="1"]');
    await moderator.sees(`${row(1, 'waiting')}[data-place="1"]`, 'số 1');
  });
  await report.test('the operator asks for a delegate of the site, whose phone shows it: second in line', async () => {
    await operator.asksToSpeakFor(1);
    await operator.sees('[data-cue=waiting][data-step=second]', 'THỨ 2');
    await cuc.sees('[data-floor=waiting][data-place="2"]', 'thứ 2');
    await moderator.sees(`${row(2, 'waiting')}[data-place="2"]`, 'Kỳ Sơn');
  });
  await report.test('a point of order from the site goes before ordinary requests, with its name', async () => {
    await operator.writes('#person-number', '2');
    await operator.page.locator('#class').selectOption('point_of_order');
    await operator.presses('[data-panel=behalf] [data-action="speaker.request"]');
    await moderator.sees(`${row(3, 'waiting')}[data-place="1"] [data-class=point_of_order]`, 'thủ tục');
    await an.sees('[data-floor=waiting][data-place="2"]');
    await operator.presses('[data-speaker="3"] [data-action="speaker.withdraw"]');
    await moderator.seesNo('[data-panel=speakers] ol [data-speaker="3"]');
  });
  await report.test('the desk adds a delegate by number, of another class', async () => {
    await moderator.presses('[data-form="speaker.add"] summary');
    const form = moderator.page.locator('[data-form="speaker.add"]');
    await form.locator('[name=site]').selectOption('hall');
    await form.locator('[name=number]').fill('3');
    await form.locator('[name=class]').selectOption('intervention');
    await moderator.presses('[data-form="speaker.add"] [data-action="speaker.request"]');
    await moderator.sees(`${row(4, 'waiting')}[data-place="1"] [data-class=intervention]`);
    await moderator.acts('speaker.withdraw', 'speaker', 4);
    await moderator.seesNo(row(4, 'waiting'));
  });
}

async function called({ an, cuc, operator, moderator, chair }) {
  await report.test('out of turn: the one called is next everywhere, and nobody else can be called', async () => {
    await chair.acts('speaker.call', 'speaker', 2);
    await operator.sees('[data-cue=next] [data-action="speaker.ready"]');
    await cuc.sees('[data-cue=next] [data-action="speaker.ready"]');
    await becomes('the big button is off', true, () => moderator.page.locator('[data-action="speaker.call"][data-next]').isDisabled());
    await becomes('the other cannot be called', true, () => moderator.page.locator(`${row(1, 'waiting')} [data-action="speaker.call"]`).isDisabled());
  });
  await report.test('who has not said ready is not started without a question', async () => {
    await moderator.acts('speaker.start', 'speaker', 2);
    await moderator.sees('[data-speaker="2"] [data-sure]', 'chưa báo sẵn sàng');
    await moderator.presses('[data-speaker="2"] [data-sure] [data-action=cancel]');
    await moderator.sees(row(2, 'next'));
  });
  await report.test('ten seconds without an answer are said to the desk in words', () => moderator.sees('[data-speaker="2"] [data-unanswered=true]'));
  await report.test('skipped, it waits behind the others', async () => {
    await moderator.acts('speaker.skip', 'speaker', 2);
    await moderator.sees(`${row(2, 'waiting')}[data-place="2"]`);
    await operator.sees('[data-cue=waiting]');
  });
  await report.test('the big button calls the first in line, who says ready on the phone', async () => {
    await moderator.presses('[data-action="speaker.call"][data-next="1"]');
    await an.presses('[data-cue=next] [data-action="speaker.ready"]');
    await an.sees('[data-cue=ready]');
    await moderator.sees(row(1, 'ready'), 'Đã sẵn sàng');
    await moderator.acts('speaker.withdraw', 'speaker', 1);
    await an.sees('[data-floor=none]');
  });
  await report.test('the operator says ready by F9; then it starts at once', async () => {
    await moderator.sees('[data-action="speaker.call"][data-next="2"]:enabled');
    await moderator.page.keyboard.press('Control+Enter');
    await operator.sees('[data-cue=next]');
    await operator.page.keyboard.press('F9');
    await operator.sees('[data-cue=ready]');
    await moderator.sees(row(2, 'ready'));
    await writesDuration(moderator, '[data-speaker="2"]', 60);
    await moderator.acts('speaker.start', 'speaker', 2);
    await moderator.sees(row(2, 'speaking'));
    await operator.sees('[data-cue=speaking]', 'ĐANG TRỰC TIẾP');
  });
}

async function speaks({ cuc, operator, moderator, chair }) {
  const place = row(2, 'speaking');
  await report.test('paused, the time stands on every page', async () => {
    await moderator.acts('speaker.pause', 'speaker', 2);
    await chair.sees(row(2, 'paused'));
    await operator.sees('[data-cue=paused]');
    await cuc.sees('[data-cue=paused]');
    const seconds = () => Promise.all([secondsOn(operator, '[data-cue]'), secondsOn(chair, row(2, 'paused'))]);
    const [stood] = await atRest('the time left', seconds);
    await new Promise((done) => setTimeout(done, 1200));
    await becomes('seconds', [stood, stood], seconds);
  });
  await report.test('given more time and less, also while it stands', async () => {
    const before = await atRest('the time left', () => secondsOn(moderator, row(2, 'paused')));
    await moderator.presses(`${row(2, 'paused')} [data-seconds="60"]`);
    await becomes('a minute more', before + 60, () => secondsOn(chair, row(2, 'paused')));
    await moderator.presses(`${row(2, 'paused')} [data-seconds="-30"]`);
    await becomes('half a minute less', before + 30, () => secondsOn(chair, row(2, 'paused')));
  });
  await report.test('beside what is left stands how much was given in all, pauses or not; the site sees it too', async () => {
    for (const person of [chair, moderator, operator]) await person.sees('[data-granted="90"]', '/ 1:30');
  });
  await report.test('resumed by the chair, it goes on', async () => {
    await chair.acts('speaker.resume', 'speaker', 2);
    await operator.sees('[data-cue=speaking]');
  });
  await report.test('below zero it says that the time is up, and goes on', async () => {
    await timeIsUp(moderator, place);
    await operator.sees('[data-cue=speaking][data-step=over]', 'HẾT GIỜ');
    await cuc.sees('[data-cue=speaking] [data-over=true]', '−0:');
  });
  await report.test('finished: it is folded away, and the turn of its site is counted', async () => {
    await moderator.acts('speaker.finish', 'speaker', 2);
    await operator.sees('[data-cue=none]');
    await moderator.presses('[data-list=finished] > summary');
    await moderator.sees('[data-list=finished] [data-speaker="2"]', 'Kỳ Sơn');
    await moderator.presses('[data-list=finished] > summary');
    await moderator.presses('[data-list=sites] > summary');
    await moderator.sees('[data-list=sites] [data-site=dc01][data-speeches="1"]');
    await moderator.presses('[data-list=sites] > summary');
  });
}

async function fromOutside({ moderator, chair }) {
  await report.test('a guest in the hall is called by name; the desk answers for him', async () => {
    await chair.presses('[data-form="speaker.add"] summary');
    await chair.presses('[data-form="speaker.add"] [data-by=name]');
    await chair.writes('[data-form="speaker.add"] [name=name]', 'Ông Lê Văn Bảy');
    await chair.presses('[data-form="speaker.add"] [data-action="speaker.call"]');
    const found = await moderator.sees('[data-panel=speakers] [data-state=next]', 'Ông Lê Văn Bảy');
    const speaker = await found.getAttribute('data-speaker');
    await moderator.acts('speaker.ready', 'speaker', speaker);
    await chair.sees(row(speaker, 'ready'));
    await chair.acts('speaker.start', 'speaker', speaker);
    await chair.sees(row(speaker, 'speaking'), 'Ông Lê Văn Bảy');
    await chair.acts('speaker.finish', 'speaker', speaker);
    await chair.seesNo(row(speaker, 'speaking'));
  });
  await report.test('a number that nobody has is refused in words', async () => {
    await moderator.presses('[data-form="speaker.add"] summary');
    await moderator.writes('[data-form="speaker.add"] [name=number]', '99');
    await moderator.presses('[data-form="speaker.add"] [data-action="speaker.call"]');
    await moderator.sees('[data-refused=not_found][data-method="speaker.call"]');
    await moderator.presses('[data-refused=not_found] [data-action=dismiss]');
  });
}

async function closedList({ an, operator, moderator }) {
  await report.test('a closed list takes no ordinary request, and says so', async () => {
    await moderator.presses('[data-action="speakers.close"]');
    await moderator.sees('[data-list-of="1"][data-speakers=closed]');
    await operator.sees('[data-panel=speakers] [data-speakers=closed]');
    await an.sees('[data-floor=closed]', 'đã đóng');
    await becomes('the button is off', true, () => an.page.locator('[data-floor=closed] [data-action="speaker.request"]').isDisabled());
  });
  await report.test('a point of order passes', async () => {
    await an.presses('#panel-now .order summary');
    await an.presses('[data-action="speaker.request"][data-class=point_of_order]');
    await an.sees('[data-floor=waiting][data-class=point_of_order]');
    const found = await moderator.sees('[data-panel=speakers] [data-state=waiting] [data-class=point_of_order]');
    await found.waitFor();
    await an.presses('[data-floor=waiting] [data-action="speaker.withdraw"]');
    await an.sees('[data-floor=closed]');
  });
  await report.test('opened again, it takes requests', async () => {
    await moderator.presses('[data-action="speakers.open"]');
    await an.sees('[data-floor=none]');
  });
}

async function cleared({ an, operator, moderator, chair }) {
  await report.test('the list is cleared by two: one proposes, another confirms', async () => {
    await an.presses('[data-floor=none] [data-action="speaker.request"]');
    await operator.asksToSpeakFor(2);
    await operator.sees('[data-cue=waiting]');
    await moderator.presses('[data-action="speakers.clear"]');
    await moderator.sees('[data-proposed=clear][data-own=true]', 'một người khác');
    await becomes('to confirm for who proposed', 0, () => moderator.page.locator('[data-action="speakers.confirm"]').count());
    await chair.sees('[data-proposed=clear][data-own=false]', 'Điều phối đề nghị');
    await chair.presses('[data-action="speakers.confirm"]');
    await moderator.seesNo('[data-proposed]');
    await an.sees('[data-floor=none]');
    await operator.sees('[data-cue=none]');
  });
}

async function ofQuestion({ cuc, operator, moderator }) {
  await report.test('a question that is asked calls its asker: the desk sees whose words it is about', async () => {
    await cuc.asks('Khi nào có trạm y tế mới?');
    const question = await moderator.finds('pending', 'trạm y tế');
    await moderator.acts('question.approve', 'question', question);
    await moderator.finds('approved', 'trạm y tế');
    await moderator.acts('question.ask', 'question', question);
    await moderator.sees(`[data-panel=speakers] [data-state=next] [data-of-question="${question}"]`, 'trạm y tế');
    await operator.sees('[data-cue=next]');
    await cuc.presses('[data-cue=next] [data-action="speaker.ready"]');
    await moderator.sees('[data-panel=speakers] [data-state=ready]', 'Đã sẵn sàng');
    await cuc.looksAt('now');
    await cuc.sees('[data-floor=ready]', `#${question}`);
  });
}

async function messages({ operator, moderator, second, chair }) {
  await report.test('the desk writes to a site, which is told and says that it has read', async () => {
    await moderator.page.locator('#message-to').selectOption('dc01');
    await moderator.writes('[data-thread=dc01] [name=text]', 'Chuẩn bị micrô số 2');
    await moderator.presses('[data-thread=dc01] [data-action="message.send"]');
    await moderator.sees('[data-thread=dc01] [data-receipt=none]', 'chưa đọc');
    await operator.sees('[data-bar=message]', 'micrô số 2');
    await becomes('said aloud', true, async () => (await operator.page.locator('#say-now').textContent()).includes('micrô số 2'));
    await operator.presses('[data-bar=message] [data-action="message.read"]');
    await operator.seesNo('[data-bar=message]');
    await moderator.sees('[data-thread=dc01] [data-receipt=read]', 'Trợ lý');
  });
  await report.test('the site answers; the desk reads by opening, once for all moderators', async () => {
    await operator.presses('[data-thread=desk] [data-action=thread]');
    await operator.writes('[data-thread=desk] [name=text]', 'Đã rõ, micrô số 2');
    await operator.presses('[data-thread=desk] [data-action="message.send"]');
    await second.sees('[data-thread=dc01][data-unread="1"]');
    await second.presses('[data-thread=dc01] [data-action=thread]');
    await second.sees('[data-thread=dc01][data-unread="0"]', 'Đã rõ');
    await operator.sees('[data-thread=desk] [data-receipt=read]', 'Ban điều phối');
    await moderator.sees('[data-thread=dc01][data-unread="0"]', 'Đã rõ');
    await becomes('refusals', 0, () => second.page.locator('[data-refused]').count());
  });
  await report.test('desk and chair write to each other, and a site sees nothing of it', async () => {
    await moderator.page.locator('#message-to').selectOption('chair');
    await moderator.writes('[data-thread=chair] [name=text]', 'Còn 5 phút');
    await moderator.presses('[data-thread=chair] [data-action="message.send"]');
    await chair.sees('[data-thread=desk][data-unread="1"]');
    await chair.presses('[data-thread=desk] [data-action=thread]');
    await chair.sees('[data-thread=desk] [data-message]', 'Còn 5 phút');
    await moderator.sees('[data-thread=chair] [data-receipt=read]', 'Chủ tọa');
    await chair.writes('[data-thread=desk] [name=text]', 'Nghe rõ');
    await chair.presses('[data-thread=desk] [data-action="message.send"]');
    await moderator.presses('[data-thread=chair] [data-unread=true] [data-action="message.read"]');
    await chair.sees('[data-thread=desk] [data-receipt=read]', 'Điều phối');
    await becomes('messages of the site', ['Chuẩn bị micrô số 2', 'Đã rõ, micrô số 2'], () =>
      operator.page.locator('[data-message] p bdi').allTextContents());
  });
}

async function claims({ cuc, moderator, second }) {
  let question;
  await report.test('who opens a question is seen by the other moderator', async () => {
    await cuc.asks('Bao giờ có nước sạch về bản?');
    question = await moderator.finds('pending', 'nước sạch');
    await moderator.acts('details', 'question', question);
    await second.sees(`[data-question="${question}"] [data-claim=moderator]`, 'Điều phối đang xem');
    await becomes('the own claim', 0, () => moderator.page.locator('[data-claim]').count());
  });
  await report.test('closed again, it is free; a form claims it too', async () => {
    await moderator.acts('details', 'question', question);
    await second.seesNo(`[data-question="${question}"] [data-claim]`);
    await second.acts('question.reject-open', 'question', question);
    await moderator.sees(`[data-question="${question}"] [data-claim="moderator-2"]`);
    await second.presses(`[data-question="${question}"] [data-action=cancel]`);
    await moderator.seesNo(`[data-question="${question}"] [data-claim]`);
  });
  await report.test('a claim keeps nobody from acting', async () => {
    await second.acts('details', 'question', question);
    await moderator.sees(`[data-question="${question}"] [data-claim]`);
    await moderator.acts('question.approve', 'question', question);
    await second.sees(`[data-panel=approved] [data-question="${question}"]`);
  });
}

async function present({ operator, moderator }) {
  await report.test('the operator checks somebody of the site in and out again', async () => {
    await operator.writes('#check-in-search', '2');
    const before = await atRest('who is present', async () => Number(await operator.attribute('[data-present-count]', 'data-present-count')));
    await operator.presses('[data-check-in=dc01-0002] [data-action="person.check_in"]');
    await operator.sees('[data-check-in=dc01-0002][data-present=true]', 'có mặt');
    await operator.sees(`[data-present-count="${before + 1}"]`);
    await operator.presses('[data-check-in=dc01-0002] [data-action="person.check_in"]');
    await operator.sees('[data-check-in=dc01-0002][data-present=false]', 'vắng');
  });
  await report.test('the desk sees since when the item runs', () => moderator.sees('[data-panel=agenda] [data-running][data-over="0"]', '· từ '));
}

async function fourthDevice(browser, { operator, moderator }, code) {
  const phones = [];
  for (const name of ['first', 'second', 'third', 'fourth', 'fifth']) phones.push(await openPhone(browser, name));
  const [fourth, fifth] = phones.slice(3);
  await report.test('a code moves three times; then the new device is sent to the operator, and the one that has it is told', async () => {
    for (const phone of phones.slice(0, 4)) await phone.joinsByCode(hub.origin, code);
    await fifth.go(`${hub.origin}/`);
    await fifth.types('#code', code);
    await fifth.presses('[data-action="session.open"]');
    await fifth.sees('#trouble[data-trouble=needs_operator]', 'Hỏi người phụ trách điểm cầu');
    await fourth.sees('[data-move-refused]', 'trên một máy khác');
  });
  await report.test('the operator of the site lets it move, and the desk sees it as well', async () => {
    await moderator.sees('[data-needs-operator=dc01-0002]', 'Huyện Kỳ Sơn');
    await operator.presses('[data-needs-operator=dc01-0002] [data-action="person.allow_move"]');
    await operator.seesNo('[data-needs-operator]');
    await moderator.seesNo('[data-needs-operator]');
    await fourth.seesNo('[data-move-refused]');
    await fifth.presses('[data-action="session.open"]');
    await fifth.sees('[data-screen=main]');
  });
  for (const phone of phones) await phone.context.close();
}
