// A site whose phones fail counts hands: an operator enters the figures, another person confirms them, everybody reads how many they were. The hub is
// the real one.
import { judge } from './support_access.mjs';
import { CONFERENCE } from './support_conference.mjs';
import { holdConference, nothingComplained } from './support_hold.mjs';
import { exportedTally, openModerator, openOperator, openPhone, openStage, tallyIn } from './support_people.mjs';
import { draftsAndOpens, votesFor } from './support_polls.mjs';
import { becomes, Hub, report } from './support.mjs';

const CONFIG = {
  ...CONFERENCE,
  sites: CONFERENCE.sites.map((site) => (site.id === 'dc01' ? { ...site, people: 4 } : site)),
  accounts: [...CONFERENCE.accounts, { id: 'operator-two', name: 'Trợ lý hai', roles: ['operator'], site: 'dc01' }],
};

const hub = new Hub(CONFIG);

await holdConference({ hub }, async (browser) => {
  const people = await everybodySignsIn(browser, await hub.logins());
  await counted(people);
  await yields(people);
  await nothingComplained('no page complained on its console');
});

async function everybodySignsIn(browser, logins) {
  const phone = await openPhone(browser, 'Cúc');
  const moderator = await openModerator(browser);
  const [operator, other] = [await openOperator(browser), await openOperator(browser)];
  const stage = await openStage(browser);
  await phone.joinsByCode(hub.origin, logins['dc01-0001'].code);
  await moderator.signsIn(`${hub.origin}/mod`, 'moderator', logins.moderator.password);
  await operator.signsIn(`${hub.origin}/site`, 'operator', logins.operator.password);
  await other.signsIn(`${hub.origin}/site`, 'operator-two', logins['operator-two'].password);
  await stage.go(logins.display.link);
  await stage.sees('[data-screen=main]');
  return { phone, moderator, operator, other, stage };
}

async function fills(person, form, ...figures) {
  for (const [place, figure] of figures.entries()) await person.page.locator(`[data-form="${form}"] [name=figure-${place}]`).fill(String(figure));
}

async function enters(operator, poll, ...figures) {
  await operator.presses(`[data-poll="${poll}"] [data-action="count.enter-open"]`);
  await operator.sees('[data-form="count.enter"] [data-ceiling]');
  await fills(operator, 'count.enter', ...figures);
  await operator.presses('[data-form="count.enter"] [data-action="count.enter"]');
  await operator.sees(`[data-poll="${poll}"] [data-count][data-state=entered]`);
}

async function counted({ phone, moderator, operator, other, stage }) {
  let poll;
  await report.test('the operator sees how many may be counted, and cannot send more', async () => {
    poll = await draftsAndOpens(moderator, { title: 'Thông qua nghị quyết', results: 'hidden' });
    await moderator.acts('stage.show', 'poll', poll);
    await votesFor(phone, poll, 'yes');
    await phone.hasRecorded(poll, 'yes');
    await operator.presses(`[data-poll="${poll}"] [data-action="count.enter-open"]`);
    await operator.sees('[data-form="count.enter"]', 'Nhiều nhất 3 người');
    await fills(operator, 'count.enter', 3, 1);
    await operator.sees('[data-sum="4"].bad', 'nhiều hơn 3');
    await becomes('sending four', true, () => operator.page.locator('[data-form="count.enter"] [data-action="count.enter"]').isDisabled());
    await becomes('faults of the form', [], () => judge(operator.page, { sizes: [[320, 640], [1366, 768]], themes: ['light', 'dark'] }));
    await operator.presses('[data-form="count.enter"] [data-action=cancel]');
    await enters(operator, poll, 2, 1);
    await operator.sees(`[data-poll="${poll}"] [data-count]`, 'người khác phải xác nhận');
  });
  await report.test('the end waits for the second person; the desk does not see the figures and must say the same', async () => {
    await moderator.sees(`[data-poll="${poll}"] [data-counts-open="1"]`);
    await moderator.seesNo(`[data-poll="${poll}"] [data-counted]`);
    await moderator.acts('poll.close', 'poll', poll);
    await moderator.sees(`[data-poll="${poll}"][data-state=closing]`);
    await moderator.presses(`[data-poll="${poll}"] [data-action="count.confirm-open"]`);
    await fills(moderator, 'count.confirm', 2, 0, 1);
    await moderator.presses('[data-form="count.confirm"] [data-action="count.confirm"]');
    await moderator.sees('[data-refused=differs][data-method="count.confirm"]');
    await other.sees(`[data-poll="${poll}"] [data-counted="2 1 0"]`);
    await other.presses(`[data-poll="${poll}"] [data-action="count.confirm"]`);
    await moderator.sees(`[data-poll="${poll}"][data-state=closed]`);
  });
  await report.test('published: phone and hands together, and how many were hands', async () => {
    await moderator.publishes(poll);
    await becomes('the export', [3, 1, 0], () => exportedTally(hub, poll));
    for (const person of [moderator, operator, stage]) await becomes(`the result on ${person.name}`, [3, 1, 0], () => tallyIn(person, `[data-poll="${poll}"]`));
    await moderator.sees(`[data-poll="${poll}"] [data-by-hand="3"]`, 'đếm tay: 3');
    await stage.sees(`[data-poll="${poll}"]`, 'đếm tay: 3');
    await becomes('the count in the export', ['dc01', 3, 'operator', 'operator-two'], async () => {
      const [count] = await hub.export('counts');
      return [count.site, count.total, count.enteredBy, count.confirmedBy];
    });
  });
}

async function yields({ phone, moderator, operator, other }) {
  await report.test('a ballot by phone afterwards is taken; the count is over and holds the poll until it is withdrawn', async () => {
    const poll = await draftsAndOpens(moderator, { title: 'Thông qua chương trình', results: 'hidden' });
    await enters(operator, poll, 0, 4);
    await other.presses(`[data-poll="${poll}"] [data-action="count.confirm"]`);
    await operator.sees(`[data-poll="${poll}"] [data-count][data-state=confirmed][data-over=false]`);
    await votesFor(phone, poll, 'yes');
    await phone.hasRecorded(poll, 'yes');
    await operator.sees(`[data-poll="${poll}"] [data-count][data-over=true]`, 'Vượt trần');
    await moderator.acts('poll.close', 'poll', poll);
    await moderator.sees(`[data-poll="${poll}"][data-state=closing] [data-counts-open="1"]`);
    await operator.presses(`[data-poll="${poll}"] [data-action="count.withdraw-open"]`);
    await operator.page.locator('[data-form="count.withdraw"] [name=note]').fill('Điện thoại đã chạy lại');
    await operator.presses('[data-form="count.withdraw"] [data-action="count.withdraw"]');
    await moderator.sees(`[data-poll="${poll}"][data-state=closed]`);
    await moderator.sees(`[data-poll="${poll}"] [data-count][data-state=withdrawn]`, 'Điện thoại đã chạy lại');
    await moderator.publishes(poll);
    await becomes('the export', [1, 0, 0], () => exportedTally(hub, poll));
  });
}
