// Polls of every type, drafted at one desk, cast on phones, made void by two persons, shown on the stage. The hub is the real one;
// each part goes on where the one before it ended.
import { CONFERENCE } from './support_conference.mjs';
import { holdConference, nothingComplained } from './support_hold.mjs';
import { exportedTally, openModerator, openOperator, openPhone, openStage, tallyIn } from './support_people.mjs';
import { ballotButton, chooses, drafts, draftsAndOpens, fillsDraft, fitsItsScreen, proposes, sendsBallot, votesFor } from './support_polls.mjs';
import { becomes, Hub, report } from './support.mjs';

// The number of the first poll.
const SINGLE = 1;

// The two of the remote site weigh three each; a site shows its own result from two ballots on.
const CONFIG = {
  ...CONFERENCE,
  sites: CONFERENCE.sites.map((site) => (site.id === 'hall' ? site : { ...site, weight: 3 })),
  accounts: [...CONFERENCE.accounts, { id: 'chair', name: 'Chủ tọa', roles: ['chair'] }],
  limits: { siteResultsLeast: 2 },
};

const hub = new Hub(CONFIG);

await holdConference({ hub }, async (browser) => {
  const people = await everybodySignsIn(browser, await hub.logins());
  await draftForm(people);
  await single(people);
  await multiple(people);
  await rating(people);
  await electorate(people);
  await voided(people);
  await again(people);
  await longOptions(people);
  await nothingComplained('no page complained on its console');
});

async function everybodySignsIn(browser, logins) {
  const phones = [await openPhone(browser, 'An'), await openPhone(browser, 'Bình'), await openPhone(browser, 'Cúc'), await openPhone(browser, 'Dũng')];
  const [an, binh, cuc, dung] = phones;
  const [moderator, chair] = [await openModerator(browser), await openModerator(browser)];
  const operator = await openOperator(browser);
  const stage = await openStage(browser);
  const seats = ['hall-0001', 'hall-0002', 'dc01-0001', 'dc01-0002'];
  for (const [index, phone] of phones.entries()) await phone.joinsByCode(hub.origin, logins[seats[index]].code);
  await moderator.signsIn(`${hub.origin}/mod`, 'moderator', logins.moderator.password);
  await chair.signsIn(`${hub.origin}/mod`, 'chair', logins.chair.password);
  await operator.signsIn(`${hub.origin}/site`, 'operator', logins.operator.password);
  await stage.go(logins.display.link);
  await stage.sees('[data-screen=main]');
  return { an, binh, cuc, dung, phones, moderator, chair, operator, stage };
}

async function draftForm({ moderator }) {
  const form = '[data-form="poll.draft"]';
  const optionsNow = () => moderator.page.locator('[name=option-vi]').evaluateAll((fields) => fields.map((field) => field.value));
  await report.test('the draft form says what is still to be put right', async () => {
    await fillsDraft(moderator, { title: 'Chọn chủ đề thảo luận', type: 'single', options: ['Kinh tế'] });
    await moderator.presses(`${form} [data-action="poll.draft"]`);
    await moderator.sees('[data-trouble=options_few]', 'ít nhất hai');
    await fillsDraft(moderator, { title: 'Chọn chủ đề thảo luận', options: ['Kinh tế', 'kinh tế'] });
    await moderator.presses(`${form} [data-action="poll.draft"]`);
    await moderator.sees('[data-trouble=option_twice]');
  });
  await report.test('options are added, moved and removed by buttons and keep their words', async () => {
    await fillsDraft(moderator, { title: 'Chọn chủ đề thảo luận', options: ['Kinh tế', 'Văn hoá', 'An ninh', 'Khác'] });
    await moderator.presses('[data-option="3"] [data-action=option-up]');
    await becomes('the options', ['Kinh tế', 'An ninh', 'Văn hoá', 'Khác'], optionsNow);
    await moderator.presses('[data-option="1"] [data-action=option-down]');
    await moderator.presses('[data-option="4"] [data-action=option-remove]');
    await becomes('the options', ['An ninh', 'Kinh tế', 'Văn hoá'], optionsNow);
  });
  await report.test('the draft shows its rules before it is opened', async () => {
    const poll = await drafts(moderator, { title: 'Chọn chủ đề thảo luận', results: 'turnout' });
    await moderator.sees(`[data-poll="${poll}"][data-state=draft] .rules`, 'Chọn một phương án');
    await moderator.sees(`[data-poll="${poll}"] ol`, 'An ninh');
  });
}

async function single({ an, binh, cuc, phones, moderator, chair, operator, stage }) {
  await report.test('one of several options: cast and changed on phones, with its turnout on stage', async () => {
    await moderator.acts('poll.open', 'poll', SINGLE);
    await moderator.acts('stage.show', 'poll', SINGLE);
    await stage.sees(`[data-poll="${SINGLE}"][data-state=open]`, 'An ninh');
    await votesFor(an, SINGLE, '1');
    await an.sees(`[data-poll="${SINGLE}"] [data-ballot=recorded]`, ': An ninh');
    await votesFor(binh, SINGLE, '3');
    await votesFor(an, SINGLE, '2');
    await an.sees(`[data-poll="${SINGLE}"] [data-ballot=recorded]`, ': Kinh tế');
    await votesFor(cuc, SINGLE, '2');
    await stage.sees(`[data-poll="${SINGLE}"] [data-ballots="3"]`, '3/5');
    await stage.seesNo(`[data-poll="${SINGLE}"] [data-tally]`);
  });
  await report.test('the desk asks who has not voted, at one site; the operator sees the own site', async () => {
    await chair.presses(`[data-poll="${SINGLE}"] [data-list=missing] summary`);
    await chair.sees(`[data-poll="${SINGLE}"] [data-missing="2"]`, '2 trên 5');
    await chair.page.locator('[name=missing-site]').selectOption('dc01');
    await chair.sees(`[data-poll="${SINGLE}"] [data-missing="1"]`);
    await chair.sees('[data-person="dc01-0002"]');
    await operator.sees(`[data-poll="${SINGLE}"] [data-of-site="1"]`, '1 trên 2');
  });
  await report.test('published: everybody reads the same exact figures, by weight as well', async () => {
    await moderator.closesPoll(SINGLE);
    await moderator.publishes(SINGLE);
    const exported = await exportedTally(hub, SINGLE);
    await becomes('the export', [0, 2, 1], () => exported);
    for (const phone of phones) await becomes(`the result on ${phone.name}`, exported, () => phone.reads(SINGLE));
    for (const person of [moderator, chair, operator, stage]) {
      await becomes(`the result on ${person.name}`, exported, () => tallyIn(person, `[data-poll="${SINGLE}"]`));
    }
    await chair.sees(`[data-poll="${SINGLE}"] .result`, '2 trên 3');
    await stage.sees(`[data-poll="${SINGLE}"]`, '2 trên 3');
    await becomes('by weight', [0, 4, 1], () => tallyIn(chair, `[data-poll="${SINGLE}"] [data-weighted]`));
    await stage.sees('[data-weighted]', 'B 4 trên 5');
    await fitsItsScreen(stage);
  });
}

async function multiple({ an, binh, phones, moderator, stage }) {
  let poll;
  await report.test('several options: no fewer and no more than allowed can be sent', async () => {
    const wish = { title: 'Chọn ban kiểm phiếu', type: 'multiple', options: ['Lan', 'Minh', 'Nga'], most: 2, results: 'live' };
    poll = await draftsAndOpens(moderator, wish);
    await moderator.acts('stage.show', 'poll', poll);
    await an.sees(`[data-poll="${poll}"]`, 'từ 1 đến 2');
    await becomes('sending nothing', true, () => ballotButton(an, poll).isDisabled());
    await chooses(an, poll, '1', '2', '3');
    await becomes('sending three', true, () => ballotButton(an, poll).isDisabled());
    await chooses(an, poll, '1', '3');
    await sendsBallot(an, poll);
    await an.sees(`[data-poll="${poll}"] [data-ballot=recorded]`, 'Lan + Nga');
  });
  await report.test('live: each figure is a part of the ballots, not of the choices', async () => {
    await votesFor(binh, poll, '3');
    await binh.sees(`[data-poll="${poll}"] [data-ballot=recorded]`);
    await becomes('the result on stage', [1, 0, 2], () => tallyIn(stage, `[data-poll="${poll}"]`));
    await stage.sees(`[data-poll="${poll}"] .bars li >> nth=2`, '2 trên 2');
    await becomes('the result on a phone', [1, 0, 2], () => an.reads(poll));
    await moderator.closesPoll(poll);
    await moderator.publishes(poll);
    for (const phone of phones) await becomes(`the result on ${phone.name}`, [1, 0, 2], () => phone.reads(poll));
  });
}

async function rating({ an, binh, moderator, stage }) {
  let poll;
  await report.test('first is final: the phone asks once more, then nothing can be changed', async () => {
    poll = await draftsAndOpens(moderator, { title: 'Đánh giá hội nghị', type: 'rating', least: 1, most: 5, final: true });
    await moderator.acts('stage.show', 'poll', poll);
    await stage.sees(`[data-poll="${poll}"] .options`, '5');
    await chooses(an, poll, '5');
    await sendsBallot(an, poll);
    await an.sees(`[data-poll="${poll}"]`, 'Xem lại lần cuối');
    await an.seesNo(`[data-poll="${poll}"] [data-ballot]:not([data-ballot=none])`);
    await chooses(an, poll, '4');
    await sendsBallot(an, poll);
    await an.seesNo(`[data-poll="${poll}"] [data-ballot]:not([data-ballot=none])`);
    await sendsBallot(an, poll);
    await an.sees(`[data-poll="${poll}"] [data-ballot=recorded]`, ': 4');
    await becomes('the options', true, () => an.page.locator(`input[name=poll-${poll}]`).first().isDisabled());
  });
  await report.test('a rating is published with one figure for each value', async () => {
    await votesFor(binh, poll, '1');
    await sendsBallot(binh, poll);
    await binh.sees(`[data-poll="${poll}"] [data-ballot=recorded]`);
    await moderator.closesPoll(poll);
    await moderator.publishes(poll);
    await becomes('the result on stage', [1, 0, 0, 1, 0], () => tallyIn(stage, `[data-poll="${poll}"]`));
    await becomes('the result on a phone', [1, 0, 0, 1, 0], () => an.reads(poll));
    await an.sees(`[data-poll="${poll}"] [data-ballot=counted]`, ': 4');
  });
}

async function electorate({ an, cuc, dung, moderator, operator, stage }) {
  let poll;
  await report.test('who is not asked is told why; an operator who is asked votes on the own page', async () => {
    const wish = { title: 'Ý kiến của Kỳ Sơn', where: 'sites', sites: ['dc01'], roles: ['participant', 'operator'], results: 'turnout' };
    poll = await draftsAndOpens(moderator, wish);
    await an.sees(`[data-poll="${poll}"] [data-not-voter=sites]`, 'không thuộc diện');
    await an.seesNo(`input[name=poll-${poll}]`);
    await votesFor(cuc, poll, 'yes');
    await votesFor(dung, poll, 'no');
    await votesFor(operator, poll, 'abstain');
    await operator.sees(`[data-poll="${poll}"] [data-ballot=recorded]`, 'Không có ý kiến');
    await moderator.sees(`[data-poll="${poll}"] [data-ballots="3"]`);
    await moderator.closesPoll(poll);
    await moderator.publishes(poll);
  });
  await report.test('a result by site: on the desk as a table, on stage as bars', async () => {
    const whole = await draftsAndOpens(moderator, { title: 'Thông qua chương trình?' });
    for (const [phone, choice] of [[an, 'yes'], [cuc, 'yes'], [dung, 'no']]) {
      await votesFor(phone, whole, choice);
      await phone.sees(`[data-poll="${whole}"] [data-ballot=recorded]`);
    }
    await moderator.closesPoll(whole);
    await moderator.publishes(whole);
    const only = `[data-poll="${poll}"] [data-by-site]`;
    await moderator.presses(`${only} summary`);
    await moderator.sees(`${only} tbody tr`, 'Kỳ Sơn');
    await moderator.presses(`[data-poll="${poll}"] [data-view=results_by_site]`);
    await stage.sees(`[data-view=results_by_site] [data-site=dc01][data-tally="1 1 1"]`, 'Kỳ Sơn');
    await fitsItsScreen(stage);
  });
}

async function voided({ an, binh, moderator, chair, stage }) {
  let poll;
  await report.test('one person alone cannot void a poll, and is told so', async () => {
    poll = await draftsAndOpens(moderator, { title: 'Thông qua nghị quyết?', results: 'turnout' });
    await moderator.acts('stage.show', 'poll', poll);
    await votesFor(an, poll, 'yes');
    await an.sees(`[data-poll="${poll}"] [data-ballot=recorded]`);
    await proposes(moderator, poll, 'void', 'wrong_text', 'Thiếu một dòng');
    await becomes('the own confirmation', true, () => moderator.page.locator('[data-action="poll.confirm"]').isDisabled());
    await moderator.sees('[data-own=true]', 'cần một điều phối khác hoặc chủ tọa');
    await binh.seesNo('[data-proposed]');
    await stage.sees(`[data-poll="${poll}"][data-state=open]`);
  });
  await report.test('the second person sees why, and confirms: the ballots are void', async () => {
    await chair.sees('[data-proposed=void][data-own=false]', 'Sai nội dung: Thiếu một dòng');
    await chair.acts('poll.confirm', 'poll', poll);
    await moderator.sees(`[data-poll="${poll}"][data-state=void]`, 'Sai nội dung');
    await an.sees(`[data-poll="${poll}"][data-state=void] [data-ballot=void]`, 'không còn giá trị');
    for (const person of [binh, stage]) await person.sees(`[data-poll="${poll}"][data-state=void]`, 'bị hủy');
    await binh.seesNo(`[data-poll="${poll}"] [data-ballot]`);
  });
}

async function again({ an, moderator, chair }) {
  await report.test('closed, void and opened again by two: a new poll that takes no ballot along', async () => {
    const poll = await draftsAndOpens(moderator, { title: 'Bầu thư ký', type: 'single', options: ['Lan', 'Minh'] });
    await votesFor(an, poll, '1');
    await an.sees(`[data-poll="${poll}"] [data-ballot=recorded]`);
    await moderator.closesPoll(poll);
    await proposes(chair, poll, 'reopen', 'fault', 'Mất mạng');
    await moderator.acts('poll.confirm', 'poll', poll);
    await moderator.sees(`[data-poll="${poll + 1}"][data-state=open]`, `cuộc số ${poll}`);
    await an.sees(`[data-poll="${poll + 1}"][data-state=open]`, 'Bỏ phiếu lại');
    await an.sees(`[data-poll="${poll}"][data-state=void] [data-ballot=void]`, 'Lan');
    await votesFor(an, poll + 1, '2');
    await an.sees(`[data-poll="${poll + 1}"] [data-ballot=recorded]`, ': Minh');
    await moderator.closesPoll(poll + 1);
  });
}

async function longOptions({ an, moderator, stage }) {
  await report.test('twelve options of eighty letters fit the stage, with and without their bars', async () => {
    const words = 'Ưu tiên nguồn lực đầu tư hạ tầng giao thông, thủy lợi và trạm y tế ở các xã biên';
    const options = Array.from({ length: 12 }, (_, index) => `${words.slice(0, 78)} ${index}`);
    const title = 'Theo đại biểu, nội dung nào sau đây cần được tỉnh ưu tiên bố trí vốn trong giai đoạn 2024 – 2025?';
    const poll = await draftsAndOpens(moderator, { title, type: 'multiple', options, least: 0, most: 12 });
    await moderator.acts('stage.show', 'poll', poll);
    await stage.sees(`[data-poll="${poll}"] .options li >> nth=11`);
    await fitsItsScreen(stage);
    await stage.sees(`[data-poll="${poll}"] .vote-here .qr`);
    await becomes('what an empty ballot is called', 'Gửi phiếu không chọn gì', () => ballotButton(an, poll).innerText());
    await votesFor(an, poll, '1', '12');
    await an.sees(`[data-poll="${poll}"] [data-ballot=recorded]`);
    await moderator.closesPoll(poll);
    await moderator.publishes(poll);
    await stage.sees(`[data-poll="${poll}"] .bars li >> nth=11`, '1 trên 1');
    await fitsItsScreen(stage);
  });
}
