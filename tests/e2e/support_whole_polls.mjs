// Four polls, one of each type, each with other voters and rules; one is voted on twice. In between a link is cut and the hub is killed.
import { complaints } from './support_browser.mjs';
import { rowsOn } from './support_conference.mjs';
import { casts } from './support_crowd.mjs';
import { exportedTally, tallyIn } from './support_people.mjs';
import { chooses, draftsAndOpens, proposes, sendsBallot, votesFor } from './support_polls.mjs';
import { becomes, report } from './support.mjs';

const recorded = (phone, poll) => phone.sees(`[data-poll="${poll}"] [data-ballot=recorded]`);

async function published(moderator, poll) {
  await moderator.closesPoll(poll);
  await moderator.publishes(poll);
}

async function sameEverywhere(hub, poll, pages) {
  const exported = await exportedTally(hub, poll);
  for (const person of pages) await becomes(`the result on ${person.name}`, exported, () => tallyIn(person, `[data-poll="${poll}"]`));
}

/** Of those present: turnout while it is open, results by site on the stage. */
export async function yesNo({ moderator, chair, operator, phone, english, stage }, hub, room) {
  await report.test('the first asks those present; its turnout is seen while it is open, its result by site on the stage', async () => {
    await chair.acts('agenda.start', 'item', 4);
    const poll = await draftsAndOpens(moderator, { title: 'Thông qua chương trình?', results: 'turnout', present: true, seconds: 300 });
    await moderator.acts('stage.show', 'poll', poll);
    await votesFor(phone, poll, 'yes');
    await votesFor(english, poll, 'no');
    for (const [index, delegate] of room.entries()) await casts(poll, ['yes', 'yes', 'no', 'abstain'][index % 4])(delegate);
    for (const person of [phone, english]) await recorded(person, poll);
    // Fourteen of forty-six have signed in: two phones and twelve without a window.
    await stage.sees(`[data-poll="${poll}"] [data-ballots="14"]`, '14/14');
    await published(moderator, poll);
    await sameEverywhere(hub, poll, [moderator, chair, operator, phone, english, stage]);
    await moderator.presses(`[data-poll="${poll}"] [data-view=results_by_site]`);
    await stage.sees('[data-view=results_by_site] [data-site=dc02]', 'Tương Dương');
  });
}

/** Void by two and voted on again; phone one loses its link with its ballot in hand. */
export async function single({ moderator, second, chair, phone, english, stage }, hub, room) {
  let poll;
  await report.test('the second is void by two and voted on again, with no ballot taken along', async () => {
    poll = await draftsAndOpens(moderator, { title: 'Chọn chủ đề buổi chiều', type: 'single', options: ['Kinh tế', 'Y tế', 'Giáo dục'], results: 'hidden' });
    await votesFor(english, poll, '2');
    await recorded(english, poll);
    await moderator.closesPoll(poll);
    await proposes(chair, poll, 'reopen', 'wrong_text', 'Thiếu một phương án');
    await second.acts('poll.confirm', 'poll', poll);
    await english.sees(`[data-poll="${poll}"][data-state=void] [data-ballot=void]`);
    poll += 1;
    await moderator.sees(`[data-poll="${poll}"][data-state=open]`);
    await moderator.acts('stage.show', 'poll', poll);
  });
  await report.test('a phone whose link is cut keeps its ballot, and gives it once', async () => {
    complaints.socketsMayFail = true;
    await phone.context.setOffline(true);
    await phone.sees('[data-link=lost]');
    await votesFor(phone, poll, '1');
    await phone.sees(`[data-poll="${poll}"] [data-ballot=held]`);
    await phone.context.setOffline(false);
    await recorded(phone, poll);
    complaints.socketsMayFail = false;
    await votesFor(english, poll, '3');
    await recorded(english, poll);
    for (const delegate of room) await casts(poll, { choices: [1] })(delegate);
    await moderator.sees(`[data-poll="${poll}"] [data-ballots="14"]`);
    await published(moderator, poll);
    await sameEverywhere(hub, poll, [moderator, chair, phone, english, stage]);
  });
}

/** Of one group; the hub is killed while it is open. */
export async function multiple(people, hub, room) {
  const { moderator, chair, operator, phone, english, stage } = people;
  let poll;
  await report.test('the third asks the youth union alone; others are told that it is not for them', async () => {
    const wish = { title: 'Chọn ban liên lạc', type: 'multiple', options: ['Lan', 'Minh', 'Nga'], most: 2, results: 'hidden', groups: 'youth' };
    poll = await draftsAndOpens(moderator, wish);
    await moderator.acts('stage.show', 'poll', poll);
    await english.sees(`[data-poll="${poll}"] [data-not-voter=groups]`, 'group');
    await chooses(phone, poll, '1', '3');
    await sendsBallot(phone, poll);
    await recorded(phone, poll);
    await casts(poll, { choices: [1] })(room[3]);
    await moderator.sees(`[data-poll="${poll}"] [data-ballots="2"]`);
  });
  const pages = [moderator, people.second, chair, operator, phone, english];
  const before = await Promise.all(pages.map(rowsOn));
  await report.test('the hub is killed and started again: every page comes back by itself with the same on it', async () => {
    complaints.socketsMayFail = true;
    await hub.kill();
    for (const person of pages) await person.sees('[data-link=lost]');
    await hub.start();
    for (const person of pages) await person.sees('[data-link=live]');
    for (const delegate of room) await delegate.again();
    for (const [index, person] of pages.entries()) await becomes(`rows on ${person.name}`, before[index], () => rowsOn(person));
    await people.admin.sees('[data-link=live]');
    complaints.socketsMayFail = false;
  });
  await report.test('it goes on where it was, and its result counts each ballot once', async () => {
    await casts(poll, { choices: [2, 3] })(room[7]);
    await moderator.sees(`[data-poll="${poll}"] [data-ballots="3"]`);
    await published(moderator, poll);
    await becomes('the export', [2, 1, 2], () => exportedTally(hub, poll));
    await sameEverywhere(hub, poll, [moderator, chair, phone, english, stage]);
  });
}

export async function rating({ moderator, chair, phone, english, stage }, hub, room) {
  await report.test('the fourth is rated live, and the first ballot is final', async () => {
    const poll = await draftsAndOpens(moderator, { title: 'Đánh giá hội nghị', type: 'rating', least: 1, most: 5, results: 'live', final: true });
    await moderator.acts('stage.show', 'poll', poll);
    for (const [person, value] of [[phone, '5'], [english, '4']]) {
      await votesFor(person, poll, value);
      await sendsBallot(person, poll);
      await recorded(person, poll);
    }
    for (const [index, delegate] of room.entries()) await casts(poll, { rating: 3 + (index % 3) })(delegate);
    await becomes('the result on stage', [0, 0, 4, 5, 5], () => tallyIn(stage, `[data-poll="${poll}"]`));
    await published(moderator, poll);
    await sameEverywhere(hub, poll, [moderator, chair, phone, english, stage]);
  });
}
