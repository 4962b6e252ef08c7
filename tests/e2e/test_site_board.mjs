// Sites with processes of their own, whose links are cut while people vote: what the desk is shown of them, how a poll ends then, and what everybody
// is told of its result. The hub and the sites are the real ones; each part goes on where the one before it ended.
import { judge } from './support_access.mjs';
import { casts, Delegate } from './support_crowd.mjs';
import { holdConference, nothingComplained } from './support_hold.mjs';
import { openChair, openModerator, openPhone, openStage } from './support_people.mjs';
import { draftsAndOpens } from './support_polls.mjs';
import { Way } from './support_way.mjs';
import { becomes, freePort, Hub, report, Site, until } from './support.mjs';

/** A site tries again at most so much later. */
const LINK_SECONDS = 40;

const CONFIG = {
  id: 'board',
  title: { vi: 'Hội nghị thử', en: 'Test conference' },
  theme: { vi: 'Khát vọng - Trách nhiệm', en: 'Aspiration - Responsibility' },
  addresses: [],
  sites: [
    { id: 'hall', name: { vi: 'Hội trường', en: 'Main hall' }, kind: 'hall', people: 1 },
    { id: 'dc01', name: { vi: 'Kỳ Sơn', en: 'Kỳ Sơn' }, kind: 'remote', people: 1 },
    { id: 'dc02', name: { vi: 'Quế Phong', en: 'Quế Phong' }, kind: 'remote', people: 2 },
    { id: 'dc03', name: { vi: 'Tân Kỳ', en: 'Tân Kỳ' }, kind: 'remote', people: 1 },
  ],
  topics: [],
  agenda: [{ kind: 'vote', title: { vi: 'Biểu quyết', en: 'Vote' } }],
  accounts: [
    { id: 'moderator', name: 'Điều phối', roles: ['moderator'] },
    { id: 'chair', name: 'Chủ tọa', roles: ['chair'] },
    { id: 'operator', name: 'Dũng', roles: ['operator'], site: 'dc01' },
    { id: 'tv', name: 'Tivi Kỳ Sơn', roles: ['display'], site: 'dc01' },
  ],
};

const hub = new Hub(CONFIG, { port: await freePort(), sites: ['dc01', 'dc02'] });
const ways = { dc01: await Way.to(hub.linkPort), dc02: await Way.to(hub.linkPort) };
const sites = { dc01: new Site(hub, 'dc01', await freePort(), ways.dc01.port), dc02: new Site(hub, 'dc02', await freePort(), ways.dc02.port) };
const kept = [];

const tile = (site) => `.site-board [data-site=${site}]`;
const count = (person) => person.attribute('[data-action=sites]', 'data-reached');
const card = (poll) => `[data-panel=polls] [data-poll="${poll}"]`;

await holdConference({ hub, beside: Object.values(sites), ends: 'sites and hub end when they are told to' }, async (browser) => {
  await Promise.all(Object.values(sites).map((site) => site.start()));
  const people = await everybodyComes(browser, await hub.logins());
  await board(people);
  await waits(people);
  await announcesWithout(people);
  await declaresLost(people);
  await nothingComplained('no page complained on its console');
  for (const one of people.delegates) one.leave();
});

/** Who signs in by a site waits until that has its link. */
async function joins(place, login) {
  return until(`somebody is let in by ${place.id ?? 'the hub'}`, () => Delegate.join(place, login).catch(() => null), LINK_SECONDS);
}

async function everybodyComes(browser, logins) {
  const moderator = await openModerator(browser);
  const chair = await openChair(browser);
  const phone = await openPhone(browser, 'An');
  const tv = await openStage(browser);
  await moderator.signsIn(`${hub.origin}/mod`, 'moderator', logins.moderator.password);
  await chair.signsIn(`${hub.origin}/chair`, 'chair', logins.chair.password);
  await phone.joinsByCode(hub.origin, logins['hall-0001'].code);
  const delegates = [await joins(sites.dc01, logins['dc01-0001']), await joins(sites.dc02, logins['dc02-0001']), await joins(sites.dc02, logins['dc02-0002'])];
  for (const delegate of delegates) delegate.socket.addEventListener('message', ({ data }) => data.includes('"method":"kept"') && kept.push(delegate));
  await tv.go(logins.tv.link.replace(hub.origin, sites.dc01.origin));
  await tv.sees('[data-screen=main]');
  return { moderator, chair, phone, tv, delegates };
}

/** Its people's ballots stay on its disk. */
async function keepsBallots(delegates, poll, choice) {
  const before = kept.length;
  for (const delegate of delegates) void casts(poll, choice)(delegate).catch(() => undefined);
  await until('the site keeps them', () => kept.length >= before + delegates.length);
}

async function cut(people, site) {
  ways[site].cut();
  await becomes('sites that are reached', '1', () => count(people.moderator));
}

async function mend(people, site) {
  ways[site].mend();
  await becomes('sites that are reached', '2', () => count(people.moderator), LINK_SECONDS);
}

async function board(people) {
  const { moderator, chair, tv } = people;
  await report.test('the desk counts the sites that are reached; the hall needs no link', async () => {
    for (const desk of [moderator, chair]) await becomes('reached', '2', () => count(desk), LINK_SECONDS);
    await moderator.sees('[data-action=sites]', '2/3 điểm cầu');
  });
  await report.test('key L opens the board, with a sign and a word for each site', async () => {
    await moderator.page.keyboard.press('l');
    await moderator.sees(`${tile('dc01')}[data-condition=up]`, '● Đang nối');
    await moderator.sees(`${tile('dc03')}[data-condition=never]`, '○ Chưa nối');
    await moderator.sees('.site-board [data-direct="1"]', 'Hội trường');
    await moderator.seesNo(tile('hall'));
  });
  await report.test('a display at a site is there, and has drawn what it was to show', async () => {
    await moderator.presses(`${tile('dc01')} [data-action=site]`);
    await moderator.sees('[data-site-detail=dc01] [data-display=tv][data-standing=confirmed]', 'Tivi Kỳ Sơn');
    await moderator.sees('[data-site-detail=dc01]', 'Dũng');
    await moderator.sees('[data-site-detail=dc01]', 'giờ của điểm cầu sai không quá');
  });
  await report.test('a link that is cut is said in sign, word and count, and stands first when trouble goes first', async () => {
    ways.dc01.cut();
    await moderator.sees(`${tile('dc01')}[data-condition=cut]`, '✕ Mất liên kết');
    await moderator.page.locator('#trouble-first').check();
    await becomes('first of the board', 'dc01', () => moderator.attribute('.tiles > li:first-child', 'data-site'));
    for (const desk of [moderator, chair]) await becomes('reached', '1', () => count(desk));
    await moderator.page.keyboard.press('Escape');
    await moderator.seesNo('.site-board');
  });
  await report.test('the display there follows when the link is back, and the desk is told', async () => {
    await moderator.shows('join');
    await mend(people, 'dc01');
    await tv.sees('[data-view=join]');
    await moderator.sees('[data-panel=stage] [data-display=tv][data-standing=confirmed]');
  });
}

async function opensAndVotes({ moderator, phone, delegates }, title) {
  const poll = await draftsAndOpens(moderator, { title, results: 'turnout' });
  await phone.looksAt('poll');
  await phone.votes(poll, 'yes');
  await phone.hasRecorded(poll, 'yes');
  await casts(poll, 'yes')(delegates[0]);
  return poll;
}

/** The end is announced a moment ahead; then the desk waits for the site. */
async function closesWithout({ moderator }, poll) {
  await moderator.acts('poll.close', 'poll', poll);
  await moderator.sees(`${card(poll)} [data-verdict=waiting]`);
}

async function waits(people) {
  const { moderator, chair, phone, delegates } = people;
  let poll;
  await report.test('a poll that closes while a site is cut off waits, and says for whom and whether it matters', async () => {
    poll = await opensAndVotes(people, 'Thông qua chương trình?');
    await cut(people, 'dc02');
    await keepsBallots(delegates.slice(1), poll, 'no');
    await closesWithout(people, poll);
    for (const desk of [moderator, chair]) {
      await desk.sees(`${card(poll)} [data-verdict=waiting][data-drained="1"][data-expected="2"]`, 'Đang chờ: Quế Phong');
      await desk.sees(`${card(poll)} [data-verdict]`, '2 người có quyền ở đó chưa có phiếu');
      await desk.sees(`${card(poll)} [data-can-change=true]`, 'CÓ THỂ');
    }
    await phone.sees(`[data-poll="${poll}"] [data-partial=provisional]`, 'chưa phải cuối cùng');
  });
  await report.test('the board names the poll that waits for the site, for every eye and finger', async () => {
    await moderator.presses('[data-action=sites]');
    await moderator.presses(`${tile('dc02')} [data-action=site]`);
    await moderator.sees('[data-site-detail=dc02]', 'Thông qua chương trình?');
    await becomes('faults', [], () => judge(moderator.page, { themes: ['light', 'dark'], sizes: [[320, 640], [768, 1024], [1366, 768]] }));
    await moderator.presses('[data-action=sites-close]');
  });
  await report.test('waited for, it is complete by itself, with every ballot that was kept', async () => {
    await mend(people, 'dc02');
    await moderator.sees(`${card(poll)} [data-verdict=complete]`, 'Đủ phiếu: 2/2');
    await moderator.publishes(poll);
    await becomes('on the phone', [2, 2, 0], () => phone.reads(poll));
    await phone.seesNo(`[data-poll="${poll}"] [data-partial]`);
  });
}

async function announcesWithout(people) {
  const { moderator, chair, phone, tv, delegates } = people;
  let poll;
  await report.test('the chair announces without the site, told first what follows from it', async () => {
    poll = await opensAndVotes(people, 'Thông qua nghị quyết?');
    await cut(people, 'dc02');
    await keepsBallots(delegates.slice(1), poll, 'no');
    await casts(poll, 'abstain')(delegates[0]);
    await closesWithout(people, poll);
    await chair.presses(`${card(poll)} [data-action="poll.announce-open"]`);
    await chair.sees('[data-form="poll.announce"]', 'không có phiếu còn giữ ở: Quế Phong');
    await becomes('faults', [], () => judge(chair.page, { themes: ['light'], sizes: [[320, 640], [1024, 768]] }));
    await chair.presses('[data-form="poll.announce"] [data-action=cancel]');
    await chair.presses(`${card(poll)} [data-action="poll.announce-open"]`);
    await chair.presses('[data-form="poll.announce"] [data-action="poll.announce"]');
    await moderator.sees(`${card(poll)} [data-verdict=incomplete]`, 'Kết quả thiếu 1 trên 2 điểm cầu');
  });
  await report.test('phones and displays are told without how many sites the result is', async () => {
    await moderator.publishes(poll);
    await moderator.presses(`${card(poll)} [data-action="stage.show"][data-view=poll]`);
    await phone.sees(`[data-poll="${poll}"] [data-partial=incomplete]`, '1 điểm cầu');
    await tv.sees('[data-partial=incomplete]', '1 điểm cầu');
    await becomes('on the phone', [1, 0, 1], () => phone.reads(poll));
  });
  await report.test('ballots that were in time and come late put the result in doubt, for everybody to see', async () => {
    await mend(people, 'dc02');
    await chair.sees(`${card(poll)} [data-late="2"][data-in-doubt=true]`, 'KHÁC');
    await phone.sees(`[data-poll="${poll}"] [data-partial=in-doubt]`, 'nghi vấn');
  });
  await report.test('the chair takes them into the result, and every screen follows', async () => {
    await chair.presses(`${card(poll)} [data-action="poll.amend-open"]`);
    await chair.sees('[data-form="poll.amend"]', 'Con số đã công bố thay đổi');
    await chair.presses('[data-form="poll.amend"] [data-action="poll.amend"]');
    await becomes('on the phone', [1, 2, 1], () => phone.reads(poll));
    await chair.seesNo(`${card(poll)} [data-in-doubt]`);
  });
}

async function declaresLost(people) {
  const { moderator, phone } = people;
  await report.test('a site is declared lost: it is waited for no longer, and the result says so', async () => {
    const poll = await opensAndVotes(people, 'Thông qua biên bản?');
    await cut(people, 'dc02');
    await closesWithout(people, poll);
    await moderator.sees(`${card(poll)} [data-waits-for=dc02]`, '✕ Mất liên kết');
    await moderator.presses(`${card(poll)} [data-waits-for=dc02] [data-action="poll.declare_lost-open"]`);
    await moderator.sees('[data-form="poll.declare_lost"]', 'Coi phiếu còn giữ ở Quế Phong là mất');
    await moderator.presses('[data-form="poll.declare_lost"] [data-action="poll.declare_lost"]');
    await moderator.sees(`${card(poll)} [data-verdict=incomplete]`, 'Không có: Quế Phong');
    await moderator.publishes(poll);
    await phone.sees(`[data-poll="${poll}"] [data-partial=incomplete]`);
  });
}
