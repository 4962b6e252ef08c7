// The conference of three sites: its processes, the ways between them, and whoever has a page open there, some at devices whose clocks are wrong.
import { CONFERENCE } from './support_conference.mjs';
import { openChair, openModerator, openOperator, openPhone, openStage } from './support_people.mjs';
import { freePort, Hub, Site, until } from './support.mjs';
import { Way } from './support_way.mjs';

export const SITES = ['dc01', 'dc02', 'dc03'];
const SKEW_MS = 120_000;

const NAMES = { dc01: ['Huyện Kỳ Sơn', 'Kỳ Sơn District'], dc02: ['Huyện Quế Phong', 'Quế Phong District'], dc03: ['Huyện Tân Kỳ', 'Tân Kỳ District'] };

const config = (addresses) => ({
  ...CONFERENCE,
  id: 'whole-sites',
  title: { vi: 'Hội nghị ba điểm cầu', en: 'Conference of three sites' },
  sites: [
    { id: 'hall', name: { vi: 'Hội trường tỉnh', en: 'Provincial hall' }, kind: 'hall', people: 2 },
    ...SITES.map((id) => ({ id, name: { vi: NAMES[id][0], en: NAMES[id][1] }, kind: 'remote', people: 2 })),
  ],
  siteAddresses: SITES.map((site) => ({ site, address: addresses[site] })),
  agenda: [
    { kind: 'dialogue', title: { vi: 'Đối thoại', en: 'Dialogue' }, seconds: 3600 },
    { kind: 'vote', title: { vi: 'Biểu quyết', en: 'Votes' } },
  ],
  accounts: [
    { id: 'moderator', name: 'Lê Thu Hà', roles: ['moderator'] },
    { id: 'moderator-2', name: 'Vi Văn Sơn', roles: ['moderator'] },
    { id: 'chair', name: 'Nguyễn Hữu Phước', roles: ['chair'], site: 'hall' },
    { id: 'operator', name: 'Trợ lý Kỳ Sơn', roles: ['operator'], site: 'dc01' },
    { id: 'display', name: 'Màn hình chính', roles: ['display'], site: 'hall' },
    { id: 'tv', name: 'Tivi Quế Phong', roles: ['display'], site: 'dc02' },
  ],
  limits: { siteResultsLeast: 2, messagesPerMinute: 60000, messagesBurst: 1000, questionsBurst: 10, operatorAbsentMs: 1000 },
});

/** The hub, a way and a process for each site; nothing runs yet but the ways. */
export async function place() {
  const ports = Object.fromEntries(await Promise.all(SITES.map(async (id) => [id, await freePort()])));
  const linkPort = await freePort();
  const addresses = Object.fromEntries(SITES.map((id) => [id, `https://localhost:${ports[id]}`]));
  const hub = new Hub(config(addresses), { port: linkPort, sites: SITES });
  const ways = Object.fromEntries(await Promise.all(SITES.map(async (id) => [id, await Way.to(linkPort)])));
  const sites = Object.fromEntries(SITES.map((id) => [id, new Site(hub, id, ports[id], ways[id].port)]));
  return { hub, ways, sites };
}

// Runs in the page before its own scripts: a device whose clock was never set.
function setClockWrong(by) {
  const Right = Date;
  globalThis.Date = class extends Right {
    constructor(...words) {
      if (words.length > 0) super(...words);
      else super(Right.now() + by);
    }
    static now() {
      return Right.now() + by;
    }
  };
}

async function at(person, name, by = 0) {
  if (by !== 0) await person.context.addInitScript(setClockWrong, by);
  return Object.assign(person, { name });
}

/** Fourteen windows: eight phones, two in the hall and two at each site; a clock that is two minutes late or early stands at every kind of page. */
export async function openWindows(browser) {
  const phones = {};
  for (const [index, site] of ['hall', ...SITES].entries())
    for (const seat of [1, 2]) phones[`${site}-000${seat}`] = await at(await openPhone(browser), `phone ${seat} of ${site}`, seat === 1 ? 0 : index % 2 === 0 ? SKEW_MS : -SKEW_MS);
  return {
    phones,
    moderator: await at(await openModerator(browser), 'moderator', SKEW_MS),
    second: await at(await openModerator(browser), 'second moderator'),
    chair: await at(await openChair(browser), 'chair', -SKEW_MS),
    operator: await at(await openOperator(browser), 'operator', -SKEW_MS),
    stage: await at(await openStage(browser), 'stage', SKEW_MS),
    tv: await at(await openStage(browser), 'display of dc02', -SKEW_MS),
  };
}

/** Everybody at the door that is theirs: people of a site are let in by its own process, once that has its hub. */
export async function enter({ hub, sites }, { phones, moderator, second, chair, operator, stage, tv }, logins) {
  await moderator.signsIn(`${hub.origin}/mod`, 'moderator', logins.moderator.password);
  await second.signsIn(`${hub.origin}/mod`, 'moderator-2', logins['moderator-2'].password);
  await chair.signsIn(`${hub.origin}/chair`, 'chair', logins.chair.password);
  await operator.signsIn(`${sites.dc01.origin}/site`, 'operator', logins.operator.password);
  await stage.go(logins.display.link);
  await tv.go(logins.tv.link.replace(hub.origin, sites.dc02.origin));
  for (const display of [stage, tv]) await display.sees('[data-screen=main]');
  for (const [person, phone] of Object.entries(phones)) await phone.joinsByCode((sites[person.split('-')[0]] ?? hub).origin, logins[person].code);
}

/** A page and a site come back after pauses. */
export const comesBack = (person, selector) => until(`${person.name} sees ${selector}`, () => person.page.locator(selector).first().isVisible());

/** Until the desk says that all sites but so many are reached. */
export const reaches = (desk, count) => until(`${count} sites are reached`, async () => (await desk.attribute('[data-action=sites]', 'data-reached')) === String(count));

/** As an input method does, with what is being composed changing under the caret; `steps` are what stands there, key by key. */
export async function composes(person, selector, steps) {
  await person.page.locator(selector).focus();
  const session = await person.context.newCDPSession(person.page);
  for (const text of steps) await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  await session.send('Input.insertText', { text: steps.at(-1) });
  await session.detach();
}
