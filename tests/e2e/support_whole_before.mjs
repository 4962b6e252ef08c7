// Before the doors open, and the opening: a site, forty people and thirty opinions from files, codes; everybody signs in; what is not asked or voted.
import { crowd } from './support_crowd.mjs';
import { delegatesFile, nameOf, opinionsFile } from './support_whole.mjs';
import { becomes, report, until } from './support.mjs';

const ROOM = 12;

/** The codes of those of the new site, by person. */
export async function prepares({ admin }, hub, logins) {
  const codes = {};
  await report.test('the admin adds a site and brings its forty people', async () => {
    await admin.signsIn(`${hub.origin}/admin`, 'admin', logins.admin.password);
    await admin.goesTo('sites');
    await admin.presses('[data-action="site.add-open"]');
    await admin.fills('site.add', { site: 'dc02', vi: 'Huyện Tương Dương', en: 'Tương Dương District', siteKind: 'remote' });
    await admin.goesTo('people');
    await admin.presses('[data-action="people.import-open"]');
    await admin.brings('people', 'dai-bieu.csv', delegatesFile());
    await becomes('the counts', [40, 0, 0, 0], () => admin.counts());
    await admin.presses('[data-action="import-begin"]');
    await until('the report', () => admin.page.locator('[data-import=report][data-done="40"]').isVisible(), 30);
  });
  await report.test('thirty opinions from the survey', async () => {
    await admin.goesTo('opinions');
    await admin.presses('[data-action="opinions.import-open"]');
    await admin.brings('opinions', 'y-kien.csv', opinionsFile());
    await admin.presses('[data-action="import-begin"]');
    await until('the report', () => admin.page.locator('[data-import=report][data-done="30"]').isVisible(), 30);
    await admin.sees('[data-total="30"]');
  });
  await report.test('each of the forty gets a code on a card', async () => {
    await admin.goesTo('codes');
    await admin.marks('[name=whom][value=site]');
    await admin.page.locator('[data-form="codes.issue"] [name=site]').selectOption('dc02');
    await admin.marks('[name=sure]');
    await admin.fills('codes.issue', { password: logins.admin.password });
    await admin.sees('[data-codes="40"]');
    await becomes('sure of doing it again', false, () => admin.page.locator('[name=sure]').isChecked());
    const cards = await admin.page.locator('[data-card]').evaluateAll((all) => all.map((card) => [card.dataset.card, card.querySelector('[data-code]').textContent]));
    for (const [person, code] of cards) codes[person] = code.replaceAll(' ', '');
    await becomes('cards', 40, () => Object.keys(codes).length);
  });
  return codes;
}

/** Twelve more delegates without a window: ten of the new site, two of the hall. */
export async function signsIn(people, hub, logins, codes) {
  const { moderator, second, chair, operator, phone, english, stage, side } = people;
  await report.test('phones sign in by code, one of them in English', async () => {
    await phone.joinsByCode(hub.origin, codes['dc02-0001']);
    await phone.sees('[data-me="dc02-0001"]', nameOf(1));
    await english.joinsByCode(hub.origin, logins['dc01-0001'].code);
    await english.presses('[data-action=language]');
    await english.sees('[data-tab=ask]', 'Ask');
  });
  await report.test('the staff sign in by password, the displays by their cards', async () => {
    await moderator.signsIn(`${hub.origin}/mod`, 'moderator', logins.moderator.password);
    await second.signsIn(`${hub.origin}/mod`, 'moderator-2', logins['moderator-2'].password);
    await chair.signsIn(`${hub.origin}/chair`, 'chair', logins.chair.password);
    await operator.signsIn(`${hub.origin}/site`, 'operator', logins.operator.password);
    await stage.go(logins.display.link);
    await side.go(logins.side.link);
    for (const display of [stage, side]) await display.sees('[data-screen=main]');
  });
  const seats = Array.from({ length: ROOM - 2 }, (_, seat) => ({ code: codes[`dc02-00${String(seat + 2).padStart(2, '0')}`] }));
  const { delegates } = await crowd(hub, [...seats, logins['hall-0001'], logins['hall-0002']]);
  return delegates;
}

export async function opens({ moderator, chair, operator, phone, english, stage, side }) {
  await report.test('a commendation, then a paper with who presents it, on stage, at the site and on the phones', async () => {
    await chair.acts('agenda.start', 'item', 1);
    await moderator.shows('agenda');
    await stage.sees('[data-item="1"] .presenter', 'Được khen thưởng: Huyện Tương Dương');
    await chair.acts('agenda.start', 'item', 2);
    await stage.sees('[data-item="2"][data-kind=paper] .presenter', 'Trình bày: Bà Trần Thị Mai');
    await operator.sees('[data-now="2"]', 'Bà Trần Thị Mai');
    await phone.sees('#panel-now [data-item="2"]', 'Tham luận về chuyển đổi số');
    await english.sees('#panel-now [data-item="2"]', 'Paper on digital change');
  });
  await report.test('the side display shows how to join, the main one goes on', async () => {
    await moderator.shows('join', 'side');
    await side.sees('[data-view=join][data-stage=side]');
    await stage.sees('[data-view=agenda][data-stage=main]');
    await moderator.marks('[data-panel=stage] [name=display][value=main]');
  });
}

export async function writes({ moderator, chair, operator }) {
  await report.test('the desk writes to the site, which reads and answers', async () => {
    await moderator.page.locator('#message-to').selectOption('dc01');
    await moderator.writes('[data-thread=dc01] [name=text]', 'Chuẩn bị micrô số 2');
    await moderator.presses('[data-thread=dc01] [data-action="message.send"]');
    await operator.presses('[data-bar=message] [data-action="message.read"]');
    await moderator.sees('[data-thread=dc01] [data-receipt=read]', 'Trợ lý Kỳ Sơn');
    await operator.presses('[data-thread=desk] [data-action=thread]');
    await operator.writes('[data-thread=desk] [name=text]', 'Đã sẵn sàng micrô số 2');
    await operator.presses('[data-thread=desk] [data-action="message.send"]');
    await moderator.sees('[data-thread=dc01] [data-message]', 'Đã sẵn sàng');
  });
  await report.test('the chair writes to the desk, which reads', async () => {
    if (!(await chair.page.locator('[data-thread=desk] [name=text]').isVisible())) await chair.presses('[data-thread=desk] [data-action=thread]');
    await chair.writes('[data-thread=desk] [name=text]', 'Mời thêm huyện Kỳ Sơn');
    await chair.presses('[data-thread=desk] [data-action="message.send"]');
    await moderator.sees('[data-thread=chair][data-unread="1"]');
    await moderator.presses('[data-thread=chair] [data-action=thread]');
    await chair.sees('[data-thread=desk] [data-receipt=read]', 'Lê Thu Hà');
  });
}
