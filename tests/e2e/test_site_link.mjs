// A site with a process of its own, and its way to the hub: slow, cut, mended; the site dead and back; another machine in its place. What people at it
// are told of the link and of what they sent, and that it is true.
import { openAdmin } from './support_admin.mjs';
import { complaints } from './support_browser.mjs';
import { CONFERENCE } from './support_conference.mjs';
import { holdConference, nothingComplained } from './support_hold.mjs';
import { exportedTally, openModerator, openOperator, openPhone, openStage } from './support_people.mjs';
import { Way } from './support_way.mjs';
import { becomes, freePort, Hub, report, Site, until, WAY_BACK_SECONDS } from './support.mjs';

const [linkPort, sitePort] = [await freePort(), await freePort()];
const accounts = [...CONFERENCE.accounts, { id: 'admin', name: 'Quản trị viên', roles: ['admin'] }, { id: 'tv', name: 'Màn hình điểm cầu', roles: ['display'], site: 'dc01' }];
const sites = CONFERENCE.sites.map((site) => (site.id === 'dc01' ? { ...site, people: 3 } : site));
const hub = new Hub({ ...CONFERENCE, id: 'e2e-site-link', accounts, sites }, { port: linkPort, sites: ['dc01'] });
const way = await Way.to(linkPort);
const site = new Site(hub, 'dc01', sitePort, way.port);
const other = new Site(hub, 'dc01', await freePort(), linkPort, 'other-folder');

await holdConference({ hub, beside: [site, other], ends: 'all processes stop as asked' }, async (browser) => {
  await site.start();
  const logins = await hub.logins();
  await addressed(browser, logins);
  const people = await everybody(browser, logins);
  const poll = await cutOff(people);
  await mended(people, poll);
  await siteDies(people);
  await anotherMachine(people);
  await nothingComplained();
});

// No file says it, and neither the hub nor the site is started again: from here on phones find their way from one to the other.
async function addressed(browser, logins) {
  const admin = await openAdmin(browser);
  await report.test('an administrator says by which address the site is reached', async () => {
    await admin.signsIn(`${hub.origin}/admin`, 'admin', logins.admin.password);
    await admin.sees('[data-point=addresses][data-state=should]', 'chưa ghi địa chỉ');
    await admin.goesTo('sites');
    await admin.presses('[data-site=dc01] [data-action="site.change-open"]');
    await admin.fills('site.change', { address: `localhost:${sitePort}` });
    await admin.sees(`[data-site=dc01] [data-address="${site.origin}"]`);
  });
  await admin.context.close();
}

async function everybody(browser, logins) {
  const people = { an: await openPhone(browser, 'An'), binh: await openPhone(browser, 'Bình'), operator: await openOperator(browser) };
  Object.assign(people, { moderator: await openModerator(browser), tv: await openStage(browser), logins });
  await report.test('people of a site are served by its own process', async () => {
    await until('the site has its hub', () => site.isReady());
    await people.an.joinsByCode(site.origin, logins['dc01-0001'].code);
    await people.binh.joinsByCode(site.origin, logins['dc01-0002'].code);
    await people.operator.signsIn(`${site.origin}/site`, 'operator', logins.operator.password);
    await people.tv.go(logins.tv.link.replace(hub.origin, site.origin));
    await people.tv.sees('[data-screen=main]');
    await people.moderator.signsIn(`${hub.origin}/mod`, 'moderator', logins.moderator.password);
    await people.operator.sees('[data-way=site]');
  });
  await report.test('who has several pages open can tell them apart', async () => {
    await becomes('titles', ['Hội nghị thử', 'Trợ lý điểm cầu · Hội nghị thử', 'Điều phối · Hội nghị thử', 'Màn hình · Hội nghị thử'], () =>
      Promise.all([people.an, people.operator, people.moderator, people.tv].map(({ page }) => page.title())),
    );
  });
  return people;
}

// A page and a site come back after pauses of up to 15 s.
function shows({ name, page }, selector, seconds) {
  return until(`${name} sees ${selector}`, () => page.locator(selector).first().isVisible(), seconds);
}

async function cutOff({ an, binh, operator, moderator, tv }) {
  const poll = await moderator.opensPoll('Thông qua nghị quyết?', 'hidden');
  await moderator.acts('agenda.start', 'item', 1);
  await report.test('beside the poll a display of the site sends its people to the site, which serves it', async () => {
    await moderator.acts('stage.show', 'poll', poll);
    await tv.sees(`[data-poll="${poll}"] [data-qr="${site.origin}/"]`);
  });
  await moderator.shows('agenda');
  await tv.sees('[data-view=agenda]');
  await binh.looksAt('now');
  await binh.presses('[data-floor] [data-action="speaker.request"]');
  await moderator.presses('[data-action="speaker.call"][data-next]');
  await operator.sees('[data-cue=next] [data-action="speaker.ready"]:enabled');
  complaints.socketsMayFail = true;
  way.cut();
  await report.test('a cut is told quietly to phones, with a count to the operator, by a small mark on the display', async () => {
    await an.sees('[data-bar=alone]', 'Điểm cầu tự hoạt động từ');
    await an.sees('[data-link=alone]');
    await operator.sees('[data-way=alone]', 'Mất trung tâm từ');
    await tv.sees('[data-screen=main] [data-bar=alone]', 'Không có tin từ trung tâm');
    await tv.seesNo('[data-screen=starting]');
  });
  await report.test('what must not happen late is not promised, with the reason', async () => {
    await operator.sees('[data-cue=next] [data-why=link_down]', 'mất liên lạc với trung tâm');
    await operator.sees('[data-cue=next] [data-action="speaker.ready"]:disabled');
    await operator.sees('[data-panel=check-in] [data-why=link_down]');
    await binh.sees('.cue [data-why=link_down]');
  });
  await report.test('ballots and questions go on: kept at the site, in amber and in words', async () => {
    await an.looksAt('poll');
    await an.votes(poll, 'yes');
    await an.sees('[data-ballot=kept]', '◐ Điểm cầu đã giữ lúc');
    await an.asks('Bao giờ có đường mới?');
    await an.presses('.outbox summary');
    await an.sees('[data-held="question.submit"][data-state=kept]', 'Bao giờ có đường mới?');
    await operator.sees('[data-site-outbox="2"]', 'giữ 2 mục');
    await operator.sees('[data-site-outbox="2"]', 'cũ nhất');
  });
  await report.test('what has left the phone cannot be taken back, what has not can', async () => {
    await an.seesNo('.outbox [data-action=cancel]');
    await an.context.setOffline(true);
    await an.sees('[data-link=lost]');
    await an.asks('Câu này xin rút lại.');
    await an.presses('.outbox li:last-child [data-action=cancel]');
    await becomes('held', ['poll.cast', 'question.submit'], () =>
      an.page.locator('[data-held]').evaluateAll((items) => items.map((item) => item.dataset.held)),
    );
    await an.context.setOffline(false);
    await an.looksAt('poll');
    await an.sees('[data-ballot=kept]');
  });
  return poll;
}

async function mended({ an, operator, moderator, tv }, poll) {
  await report.test('the link comes back: recorded, and counted only after the announcement', async () => {
    way.mend();
    await shows(operator, '[data-way=site]');
    await an.sees('[data-ballot=recorded]', 'Đồng ý');
    await an.seesNo('[data-bar=alone]');
    await operator.sees('[data-way=site][data-site-outbox="0"]');
    await tv.seesNo('[data-bar=alone]');
    await moderator.finds('pending', 'Bao giờ có đường mới?');
    await moderator.acts('poll.close', 'poll', poll);
    await moderator.sees(`[data-poll="${poll}"][data-state=closed]`);
    await an.looksAt('poll');
    await an.sees('[data-ballot=counted]', '✓ Đã được tính: Đồng ý');
    await moderator.publishes(poll);
    await becomes('the tally', [1, 0, 0], () => exportedTally(hub, poll));
  });
}

async function siteDies({ an, operator, moderator, tv }) {
  await report.test('the site dies with a question: the phone takes it to the hub, and the next one behind it', async () => {
    way.cut();
    await an.sees('[data-bar=alone]');
    await an.asks('Câu thứ nhất: đã ở điểm cầu');
    await an.sees('.outbox', '◐ 1 mục điểm cầu đã giữ');
    await site.kill();
    await an.asks('Câu thứ hai: chỉ ở điện thoại');
    await shows(an, '[data-link=live]');
    await an.seesNo('.outbox');
    await an.sees('[data-my-question]', 'Câu thứ nhất');
    await an.sees('[data-my-question]', 'Câu thứ hai');
    const [first, second] = [await moderator.finds('pending', 'Câu thứ nhất'), await moderator.finds('pending', 'Câu thứ hai')];
    if (first >= second) throw new Error(`the second question is number ${second}, the first ${first}`);
    await an.sees('[data-link=live]');
    await shows(operator, '[data-way=away]');
    await operator.sees('[data-way=away]', 'nối thẳng trung tâm');
  });
  await report.test('the display whose page is from the dead site sends people to the hub, where they find somebody', async () => {
    await moderator.shows('join');
    await shows(tv, `[data-view=join] [data-qr="${hub.origin}/"]`);
  });
  await report.test('nothing was taken twice when the site brings what it had kept, and the pages return to it', async () => {
    way.mend();
    await site.start();
    await until('the site has its hub', () => site.isReady());
    for (const { context, page } of [an, operator, tv]) {
      await context.setOffline(true);
      await page.locator('[data-link=lost], [data-bar=lost]').first().waitFor();
      await context.setOffline(false);
    }
    await shows(operator, '[data-way=site]', WAY_BACK_SECONDS);
    await shows(an, '[data-link=live]');
    await until('all are at the site', async () => (await site.connections()) >= 3, WAY_BACK_SECONDS);
    await tv.sees(`[data-qr="${site.origin}/"]`);
    await becomes('questions', 3, async () => (await hub.export('questions')).length);
  });
}

async function anotherMachine({ an, operator }) {
  await report.test('another machine takes the site over: the pages of the first go to the hub and say so', async () => {
    await other.start('--takeover');
    await shows(operator, '[data-way=away]');
    await operator.sees('[data-way=away]', 'máy của điểm cầu không phục vụ');
    await shows(an, '[data-link=live]');
    await an.asks('Sau khi đổi máy');
    await an.sees('[data-my-question]', 'Sau khi đổi máy');
  });
}
