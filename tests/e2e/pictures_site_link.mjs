// What people at a site see of its way to the hub: up, slow, cut, the hub away and back, another machine in its place.
import { openModerator, openOperator, openPhone, openStage } from './support_people.mjs';
import { smallDialogue, take, takePictures } from './support_pictures.mjs';
import { freePort, Hub, Site, until } from './support.mjs';
import { Way } from './support_way.mjs';

const SITE = 'dc07';
const [linkPort, sitePort] = [await freePort(), await freePort()];
const dialogue = smallDialogue();
const accounts = [...dialogue.accounts, { id: 'dc07-display', name: 'Màn hình điểm cầu', roles: ['display'], site: SITE }];
const siteAddresses = [{ site: SITE, address: `https://localhost:${sitePort}` }];
const hub = new Hub({ ...dialogue, accounts, siteAddresses }, { port: linkPort, sites: [SITE] });
const way = await Way.to(linkPort);
const site = new Site(hub, SITE, sitePort, way.port);
const other = new Site(hub, SITE, await freePort(), linkPort, 'other-folder');

await takePictures({ hub, beside: [site, other], after: () => way.close() }, async (browser) => {
  await site.start();
  await hold(await windows(browser, await hub.logins()));
});

async function windows(browser, logins) {
  const sharp = { deviceScaleFactor: 2 };
  const people = { phone: await openPhone(browser, 'phone', sharp), narrow: await openPhone(browser, 'narrow phone', { ...sharp, viewport: { width: 320, height: 640 } }) };
  Object.assign(people, { operator: await openOperator(browser), moderator: await openModerator(browser), stage: await openStage(browser) });
  const card = (person) => logins[person].link.replace(hub.origin, site.origin);
  // The site answers before it has its hub; who scans too early tries again.
  await until('the site has its hub', async () => {
    await people.phone.go('about:blank');
    await people.phone.go(card('dc07-0004'));
    return people.phone.page.waitForSelector('[data-screen=main]', { timeout: 4000 }).catch(() => null);
  }, 30);
  await people.narrow.go(card('dc07-0005'));
  await people.narrow.sees('[data-screen=main]');
  await people.stage.go(card('dc07-display'));
  await people.stage.sees('[data-screen=main]');
  await people.operator.signsIn(`${site.origin}/site`, 'dc07-operator', logins['dc07-operator'].password);
  await people.moderator.signsIn(`${hub.origin}/mod`, 'moderator-1', logins['moderator-1'].password);
  return people;
}

async function hold(people) {
  const { phone, narrow, operator, moderator, stage } = people;
  await moderator.acts('agenda.start', 'item', 3);
  await phone.looksAt('now');
  await phone.presses('[data-floor] [data-action="speaker.request"]');
  await moderator.presses('[data-action="speaker.call"][data-next]');
  const speaker = Number(await moderator.attribute('[data-speaker][data-state=next]', 'data-speaker'));
  await moderator.starts(speaker);
  await moderator.shows('speaker');
  const poll = await moderator.opensPoll('Thông qua dự thảo nghị quyết?', 'hidden');
  await stage.sees('[data-view=speaker]');
  await all(people, 'up');

  way.slow(2500);
  await narrow.looksAt('poll');
  await narrow.votes(poll, 'no');
  await phone.asks('Đề nghị tỉnh cho biết lộ trình nâng cấp tuyến đường đi các xã biên giới?');
  await phone.looksAt('poll');
  await operator.sees('[data-way=slow]');
  await take(operator, 'link-slow-site', { asItIs: true });
  await take(phone, 'link-slow-phone', { asItIs: true });
  way.mend();
  await narrow.sees('[data-ballot=recorded]');

  way.cut();
  await phone.sees('[data-bar=alone]');
  await phone.votes(poll, 'yes');
  await phone.sees('[data-ballot=kept]');
  await narrow.asks('Bao giờ người dân được nộp toàn bộ hồ sơ đất đai qua mạng?');
  await narrow.presses('.outbox summary');
  await narrow.sees('[data-held][data-state=kept]');
  await stage.sees('[data-bar=alone]');
  await all(people, 'cut');

  await hub.kill();
  await moderator.sees('[data-bar=lost]');
  await take(moderator, 'link-hub-away-moderator', { asItIs: true }); // another language would come from the hub
  await hub.start();
  way.mend();
  await until('the site has its hub again', () => operator.page.locator('[data-way=site]').isVisible(), 30);
  await phone.sees('[data-ballot=recorded]');
  await all(people, 'hub-restarted');

  await other.start('--takeover');
  await until('the page is at the hub', () => operator.page.locator('[data-way=away]').isVisible(), 30);
  await until('the phone is there too', () => phone.page.locator('[data-link=live]').isVisible(), 30);
  await all(people, 'fenced');
}

async function all({ phone, narrow, operator, stage }, state) {
  await take(operator, `link-${state}-site`);
  await take(phone, `link-${state}-phone`);
  await take(narrow, `link-${state}-narrow`);
  await take(stage, `link-${state}-display`, { asItIs: true });
}
