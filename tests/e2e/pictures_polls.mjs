// Polls of every type, held for their pictures at the conference of config/: what desk, phone, site and stage look like.
import { randomBytes } from 'node:crypto';
import { crowd } from './support_crowd.mjs';
import { openModerator, openOperator, openPhone, openStage, writesDuration } from './support_people.mjs';
import { chooses, drafts, draftsAndOpens, fillsDraft, proposes, sendsBallot, votesFor } from './support_polls.mjs';
import { smallDialogue, take, takePictures } from './support_pictures.mjs';
import { Hub } from './support.mjs';

const TOPICS = [
  'Hạ tầng giao thông nông thôn và miền núi, nhất là các xã biên giới còn chia cắt',
  'Chuyển đổi số trong cơ quan nhà nước và dịch vụ công trực tuyến',
  'Y tế cơ sở', 'Trường học bán trú, nội trú cho con em đồng bào vùng sâu, vùng xa', 'Thủy lợi, chống hạn và nước sạch',
  'Việc làm và đào tạo nghề cho thanh niên sau khi xuất ngũ, lao động trở về', 'Đất đai, tái định cư', 'An ninh trật tự',
];
const QUESTION = 'Theo đại biểu, những nội dung nào cần được tỉnh ưu tiên bố trí vốn trong giai đoạn 2024 – 2025?';

const hub = new Hub(smallDialogue({ siteResultsLeast: 3 }));

await takePictures({ hub, chosen: ['stage-poll', 'stage-by-site'] }, async (browser) => {
  await hold(browser, await hub.logins());
});

async function hold(browser, logins) {
  const sharp = { deviceScaleFactor: 2 };
  const phone = await openPhone(browser, 'phone', sharp);
  const narrow = await openPhone(browser, 'narrow phone', { ...sharp, viewport: { width: 320, height: 640 }, colorScheme: 'dark' });
  const [moderator, chair] = [await openModerator(browser), await openModerator(browser)];
  const operator = await openOperator(browser);
  const stage = await openStage(browser);
  await phone.joinsByCode(hub.origin, logins['dc07-0004'].code);
  await narrow.joinsByCode(hub.origin, logins['hall-0012'].code);
  await operator.signsIn(`${hub.origin}/site`, 'dc07-operator', logins['dc07-operator'].password);
  await moderator.signsIn(`${hub.origin}/mod`, 'moderator-1', logins['moderator-1'].password);
  await chair.signsIn(`${hub.origin}/mod`, 'moderator-2', logins['moderator-2'].password);
  await stage.go(logins['hall-display'].link);
  await stage.sees('[data-screen=main]');
  const people = { phone, narrow, moderator, chair, operator, stage };
  const voters = Object.entries(logins).filter(([person, { code }]) => code && !['dc07-0004', 'hall-0012'].includes(person)).filter((_, index) => index % 7 !== 3).map(([, login]) => login);
  await severalOptions(people, voters);
  await ratings(people, voters);
  await yesOrNo(people, voters);
}

/** Brings what is named to the top of the window, below what sticks there. */
function scrollTo(person, selector) {
  return person.page.locator(selector).first().evaluate((place) => place.scrollIntoView());
}

async function pictureOf(person, selector, name, options = {}) {
  await take(person, name, { ...options, before: () => scrollTo(person, selector) });
}

function casts(voters, poll, ballot) {
  const device = () => randomBytes(8).toString('base64url');
  return crowd(hub, voters, (delegate, index) => delegate.act('poll.cast', { poll, device: device(), counter: 1, ...ballot(index) }));
}

async function severalOptions({ phone, narrow, moderator, operator, stage }, voters) {
  const wish = { title: QUESTION, type: 'multiple', options: TOPICS, most: 3, results: 'turnout', where: 'sites', sites: ['hall', 'dc07'] };
  await fillsDraft(moderator, wish);
  await pictureOf(moderator, '[data-form="poll.draft"]', 'polls-draft');
  await moderator.page.setViewportSize({ width: 360, height: 740 });
  await moderator.presses('[role=tab][data-tab=polls]');
  await fillsDraft(moderator, wish); // columns are tabs now: what was begun is drawn anew
  await pictureOf(moderator, '[data-form="poll.draft"]', 'polls-draft-360');
  await moderator.page.setViewportSize({ width: 1366, height: 768 });
  const poll = await drafts(moderator, { ...wish, where: 'all', sites: [] });
  await pictureOf(moderator, `[data-poll="${poll}"]`, 'polls-drafted');
  await writesDuration(moderator, `[data-poll="${poll}"]`, 600);
  await moderator.acts('poll.open', 'poll', poll);
  await moderator.acts('stage.show', 'poll', poll);
  await stage.sees(`[data-poll="${poll}"]`);
  await take(stage, 'polls-stage-options', { onStage: true });
  const gone = await casts(voters, poll, (index) => ({ choices: [1 + (index % 3), 4 + (index % 5)] }));
  gone.leave();
  await chooses(phone, poll, '1', '4');
  await take(phone, 'polls-phone-multiple');
  await sendsBallot(phone, poll);
  await phone.sees(`[data-poll="${poll}"] [data-ballot=recorded]`);
  await chooses(narrow, poll, '1', '2', '3', '4');
  await pictureOf(narrow, `[data-poll="${poll}"] .option:nth-of-type(7)`, 'polls-phone-too-many-320');
  await operator.sees('[data-of-site]');
  await operator.presses('[data-list=missing] summary');
  await operator.sees('[data-missing]');
  await take(operator, 'polls-site');
  await moderator.presses(`[data-poll="${poll}"] [data-list=missing] summary`);
  await moderator.sees('[data-missing]');
  await pictureOf(moderator, `[data-poll="${poll}"]`, 'polls-missing');
  await moderator.presses(`[data-poll="${poll}"] [data-list=missing] summary`);
  await moderator.closesPoll(poll);
  await moderator.publishes(poll);
  await stage.sees(`[data-poll="${poll}"] .bars`);
  await take(stage, 'stage-poll', { onStage: true });
  await phone.sees(`[data-poll="${poll}"] [data-tally]`);
  await take(phone, 'polls-phone-results');
  await take(operator, 'polls-site-results');
  await moderator.presses(`[data-poll="${poll}"] [data-by-site] summary`);
  await pictureOf(moderator, `[data-poll="${poll}"]`, 'polls-results');
  await pictureOf(moderator, `[data-poll="${poll}"] [data-by-site]`, 'polls-by-site');
  await moderator.presses(`[data-poll="${poll}"] [data-view=results_by_site]`);
  await stage.sees('[data-view=results_by_site] [data-site]');
  await take(stage, 'polls-stage-by-site-options', { onStage: true });
}

async function ratings({ phone, moderator, stage }, voters) {
  const poll = await draftsAndOpens(moderator, { title: 'Đánh giá chung về công tác tổ chức hội nghị', type: 'rating', least: 1, most: 10, final: true, results: 'live' });
  await moderator.acts('stage.show', 'poll', poll);
  const gone = await casts(voters, poll, (index) => ({ rating: 1 + ((index * index) % 10) }));
  gone.leave();
  await chooses(phone, poll, '8');
  await sendsBallot(phone, poll);
  await phone.sees('.clarify', 'Xem lại');
  await pictureOf(phone, `[data-poll="${poll}"] .option:nth-of-type(6)`, 'polls-phone-final');
  await stage.sees(`[data-poll="${poll}"] .bars`);
  await take(stage, 'polls-stage-rating', { onStage: true });
  await sendsBallot(phone, poll);
  await phone.sees(`[data-poll="${poll}"] [data-ballot=recorded]`);
  await pictureOf(phone, `[data-poll="${poll}"] .option:nth-of-type(8)`, 'polls-phone-live');
  await moderator.closesPoll(poll);
  await moderator.publishes(poll);
}

async function yesOrNo({ phone, narrow, moderator, chair, operator, stage }, voters) {
  const poll = await draftsAndOpens(moderator, { title: 'Thông qua dự thảo nghị quyết?', seconds: 300 });
  await moderator.acts('stage.show', 'poll', poll);
  const gone = await casts(voters, poll, (index) => ({ choice: index % 9 === 0 ? 'abstain' : index % 5 === 0 ? 'no' : 'yes' }));
  gone.leave();
  await votesFor(phone, poll, 'yes');
  await phone.sees(`[data-poll="${poll}"] [data-ballot=recorded]`);
  await stage.sees(`[data-poll="${poll}"][data-state=open]`);
  await take(stage, 'polls-stage-open', { onStage: true });
  await moderator.closesPoll(poll);
  await moderator.publishes(poll);
  await stage.sees(`[data-poll="${poll}"] .bars`);
  await take(stage, 'polls-stage-yes-no', { onStage: true });
  await moderator.presses(`[data-poll="${poll}"] [data-view=results_by_site]`);
  await stage.sees('[data-view=results_by_site] [data-site]');
  await take(stage, 'stage-by-site', { onStage: true });
  await moderator.presses(`[data-poll="${poll}"] [data-action="poll.void-open"]`);
  await pictureOf(moderator, `[data-poll="${poll}"]`, 'polls-propose');
  await moderator.presses(`[data-poll="${poll}"] [data-action=cancel]`);
  await proposes(moderator, poll, 'reopen', 'fault', 'Mất mạng ở ba điểm cầu trong lúc bỏ phiếu');
  await pictureOf(moderator, `[data-poll="${poll}"]`, 'polls-proposed-own');
  await chair.sees('[data-proposed]');
  await pictureOf(chair, `[data-poll="${poll}"]`, 'polls-proposed');
  await chair.acts('poll.confirm', 'poll', poll);
  await phone.sees(`[data-poll="${poll + 1}"]`);
  await phone.sees(`[data-poll="${poll}"] [data-ballot=void]`);
  await take(phone, 'polls-phone-void');
  await pictureOf(phone, `[data-poll="${poll}"]`, 'polls-phone-void-below');
  await pictureOf(moderator, `[data-poll="${poll}"]`, 'polls-void');
  const other = await draftsAndOpens(moderator, { title: 'Ý kiến của các chủ tọa', roles: ['chair', 'operator'], where: 'remote' });
  await moderator.acts('stage.show', 'poll', other);
  await narrow.sees(`[data-poll="${other}"] [data-not-voter]`);
  await pictureOf(narrow, `[data-poll="${other}"]`, 'polls-phone-not-voter-320');
  await operator.sees('[data-list=own-ballot]');
  await take(operator, 'polls-site-own-ballot');
}
