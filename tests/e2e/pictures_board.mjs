// The board of sites with links in every state, and the end of a poll that waits for some of them.
import { LAPTOP, TABLET } from './support_browser.mjs';
import { casts, crowd } from './support_crowd.mjs';
import { SiteLink } from './support_links.mjs';
import { openChair, openModerator, openPhone, openStage } from './support_people.mjs';
import { smallDialogue, take, takePictures } from './support_pictures.mjs';
import { draftsAndOpens } from './support_polls.mjs';
import { becomes, freePort, Hub } from './support.mjs';

const config = smallDialogue();
const tvs = config.sites.filter(({ kind }) => kind === 'remote').map(({ id }) => ({ id: `${id}-tv`, name: `Tivi ${id}`, roles: ['display'], site: id }));
const hub = new Hub({ ...config, accounts: [...config.accounts, ...tvs] }, { port: await freePort(), sites: config.sites.map(({ id }) => id) });

await takePictures({ hub }, async (browser) => {
  await hold(await windows(browser, await hub.logins()));
});

async function windows(browser, logins) {
  const moderator = await openModerator(browser);
  const wide = await openModerator(browser, { viewport: { width: 1920, height: 1080 } });
  const chair = await openChair(browser);
  const phone = await openPhone(browser, 'phone', { deviceScaleFactor: 2 });
  const stage = await openStage(browser);
  await moderator.signsIn(`${hub.origin}/mod`, 'moderator-1', logins['moderator-1'].password);
  await wide.signsIn(`${hub.origin}/mod`, 'moderator-2', logins['moderator-2'].password);
  await chair.signsIn(`${hub.origin}/chair`, 'chair', logins.chair.password);
  await phone.joinsByCode(hub.origin, logins['hall-0001'].code);
  await stage.go(logins['hall-display'].link);
  const voters = Object.entries(logins).filter(([id, { code }]) => code && !/^dc0[36]-|^hall-0001/.test(id)).map(([, login]) => login);
  return { moderator, wide, chair, phone, stage, voters };
}

/** One that was never there, two that are cut off, one slow, one wanted by another machine, one whose display lags. */
async function links() {
  const all = new Map();
  for (const [index, { id }] of config.sites.filter(({ kind, id: name }) => kind === 'remote' && name !== 'dc11').entries()) {
    const link = await SiteLink.open(hub, id);
    const display = { display: `${id}-tv`, stage: 'main', rev: id === 'dc09' ? 1 : 2 };
    link.reports({ outbox: 0, present: 20 + ((index * 7) % 30), roundTrip: 40 + ((index * 37) % 160), clockOffset: 120 - index, clockError: 30 + index, displays: [display] });
    all.set(id, link);
  }
  all.get('dc17').reports({ outbox: 12, oldest: Date.now() - 42_000, present: 31, roundTrip: 2870, clockOffset: -95_000, clockError: 1480, displays: [{ display: 'dc17-tv' }] });
  await SiteLink.open(hub, 'dc20');
  return all;
}

async function opens(person, picture, site) {
  await person.presses('[data-action=sites]');
  await person.sees('.site-board [data-condition=cut]');
  if (site) await person.presses(`.site-board [data-site=${site}] button`);
  await take(person, picture, { asItIs: true, before: () => undefined });
  await person.presses('[data-action=sites-close]');
}

async function hold({ moderator, wide, chair, phone, stage, voters }) {
  await moderator.shows('join');
  const all = await links();
  const poll = await draftsAndOpens(moderator, { title: 'Thông qua dự thảo nghị quyết?', results: 'turnout' });
  const gone = await crowd(hub, voters, (delegate, index) => casts(poll, index % 9 === 0 ? 'abstain' : index % 3 === 0 ? 'no' : 'yes')(delegate));
  gone.leave();
  for (const site of ['dc03', 'dc06']) all.get(site).cut();
  await becomes('sites that are reached', '30', () => wide.attribute('[data-action=sites]', 'data-reached'));
  await moderator.acts('poll.close', 'poll', poll);
  await moderator.sees(`[data-poll="${poll}"] [data-verdict=waiting]`);
  all.get('dc17').offersUnproven(1, 'dc17-0001', poll, 'no');
  for (const [site, link] of all) if (site !== 'dc03' && site !== 'dc06') link.hasDrained(poll, site === 'dc17' ? 1 : 0);
  await moderator.sees('[data-waits-for=dc03]');
  await opens(wide, 'board-1920', 'dc17');
  await opens(moderator, 'board-1366', 'dc03');
  await opens(chair, 'board-chair-1024');
  const atPoll = (person) => () => person.page.locator(`[data-poll="${poll}"]`).first().evaluate((row) => row.scrollIntoView());
  await take(moderator, 'board-poll-waiting', { before: atPoll(moderator) });
  for (const size of [LAPTOP, { width: 820, height: 1180 }, TABLET]) {
    await chair.page.setViewportSize(size);
    await take(chair, `board-chair-poll-waiting-${size.width}`, { before: atPoll(chair) });
  }
  await chair.presses(`[data-poll="${poll}"] [data-action="poll.announce-open"]`);
  await take(chair, 'board-poll-announce', { before: atPoll(chair) });
  await moderator.page.setViewportSize({ width: 360, height: 740 });
  await opens(moderator, 'board-360');
  await opens(moderator, 'board-360-detail', 'dc20');
  await moderator.presses('[role=tab][data-tab=polls]');
  await take(moderator, 'board-poll-waiting-360', { before: atPoll(moderator) });
  await moderator.page.setViewportSize({ width: 1366, height: 768 });
  await wide.page.emulateMedia({ colorScheme: 'dark' });
  await wide.presses('[data-action=sites]');
  await wide.page.locator('#trouble-first').check();
  await take(wide, 'board-dark-trouble-first', { asItIs: true, before: () => undefined });
  await wide.presses('[data-action=sites-close]');
  await phone.looksAt('poll');
  await take(phone, 'board-phone-provisional');
  await chair.page.locator('[data-form="poll.announce"] [value=leave_out]').check();
  await chair.presses('[data-form="poll.announce"] [data-action="poll.announce"]');
  await moderator.publishes(poll);
  await moderator.presses(`[data-poll="${poll}"] [data-action="stage.show"][data-view=poll]`);
  await stage.sees('[data-partial=incomplete]');
  await take(stage, 'board-stage-incomplete', { onStage: true });
  await take(phone, 'board-phone-incomplete');
  await take(moderator, 'board-poll-incomplete', { before: atPoll(moderator) });
}
