// Moderator, chair and site operator at the moments that the other scripts do not come by: forms, conflicts, merging, points of order, the ladder
// of the cue, what waits in the outbox; each in the sizes it is used in, and in the dark.
import { LAPTOP, TABLET } from './support_browser.mjs';
import { crowd, Delegate } from './support_crowd.mjs';
import { openChair, openModerator, openOperator } from './support_people.mjs';
import { smallDialogue, take, takePictures } from './support_pictures.mjs';
import { Hub } from './support.mjs';

const TEXTS = [
  'Đề nghị tỉnh cho biết lộ trình nâng cấp tuyến đường từ trung tâm huyện đi các xã biên giới; nhiều bản vẫn bị chia cắt mỗi khi mưa lũ về.',
  'Bao giờ người dân được nộp toàn bộ hồ sơ đất đai qua mạng, không phải đi lại nhiều lần?',
  'Chính sách hỗ trợ lãi suất cho hộ nuôi trồng thủy sản sẽ kéo dài đến khi nào?',
  'Việc sắp xếp lại các trường học ở vùng khó khăn ảnh hưởng thế nào đến học sinh nội trú?',
  'Kinh phí phòng chống hạn hán vụ hè thu đã được bố trí cho những địa phương nào?',
  'Đề nghị tỉnh nâng cấp tuyến đường từ huyện đi các xã biên giới, mùa mưa lũ nhiều bản bị chia cắt.',
  'Xã tôi chưa có sóng di động, bao giờ được phủ sóng?',
  'Tiền hỗ trợ cho hộ nghèo sửa nhà bao giờ được giải ngân?',
  'Trạm y tế xã thiếu bác sĩ, tỉnh có chính sách gì để thu hút?',
  'Chợ trung tâm xã xuống cấp, đề nghị sớm đầu tư xây dựng lại.',
  'Giá nước sạch nông thôn năm tới có thay đổi không?',
  'Đề nghị công khai tiến độ các dự án thủy điện trên địa bàn huyện.',
];
const MODERATOR_SIZES = [LAPTOP, { width: 1024, height: 768 }, { width: 390, height: 844 }];
const CHAIR_SIZES = [LAPTOP, TABLET, { width: 820, height: 1180 }];
const SITE = 'dc07';

const dialogue = smallDialogue();
const hub = new Hub({ ...dialogue, accounts: [...dialogue.accounts, { id: 'dc07-operator-2', name: 'Lô Thị Hoa', roles: ['operator'], site: SITE }] });

await takePictures({ hub }, async (browser) => {
  await hold(browser, await hub.logins());
});

async function at(sizes, person, name, options = {}) {
  const before = person.page.viewportSize();
  for (const size of sizes) {
    await person.page.setViewportSize(size);
    await take(person, `${name}-${size.width}`, options);
  }
  await person.page.setViewportSize(before);
}

async function inTheDark(person, name, options = {}) {
  await person.page.emulateMedia({ colorScheme: 'dark' });
  await take(person, `${name}-dark`, options);
  await person.page.emulateMedia({ colorScheme: 'light' });
}

async function hold(browser, logins) {
  const staff = async (name) => Delegate.join(hub, { name, password: logins[name].password });
  const people = { moderator: await openModerator(browser), chair: await openChair(browser), operator: await openOperator(browser), colleague: await staff('moderator-2') };
  const { moderator, chair, operator, colleague } = people;
  await operator.go(`${hub.origin}/site`);
  await operator.writes('#name', 'dc07-operator');
  await operator.writes('#password', logins['dc07-operator'].password);
  await operator.presses('[data-action="session.open"]');
  await operator.sees('[data-screen=rehearsal]');
  await take(operator, 'desk-site-check-in');
  await inTheDark(operator, 'desk-site-check-in', { asItIs: true });
  await operator.presses('[data-action=rehearsal-done]');
  await moderator.signsIn(`${hub.origin}/mod`, 'moderator-1', logins['moderator-1'].password);
  await chair.signsIn(`${hub.origin}/chair`, 'chair', logins.chair.password);
  await colleague.actNow('agenda.start', { item: 3, rev: 1 });
  const sites = ['dc06', 'hall', 'dc02', 'dc17', 'dc29', 'dc11', 'dc07', 'dc07', 'dc20', 'dc13', 'dc31', 'dc06'];
  const { delegates } = await crowd(hub, sites.map((site, index) => logins[`${site}-000${1 + (index % 3)}`]));
  for (const [index, text] of TEXTS.entries()) await delegates[index].act('question.submit', { text, ...(index % 2 ? { topic: 'economy' } : {}) });
  await board(people);
  await floor(people, delegates);
  await ladder(people, delegates);
  await away(people);
}

/** The moderator's board and its forms. */
async function board({ moderator, colleague }) {
  const question = async (text) => moderator.finds('pending', text);
  const act = (method, id, params = {}) => colleague.act(method, { question: id, rev: 1, ...params });
  const road = await question('lộ trình nâng cấp');
  await act('question.reject', await question('Giá nước sạch'), { reason: 'off_topic', note: 'Đã trả lời tại hội nghị trước' });
  await act('question.approve', await question('hồ sơ đất đai'));
  await act('question.approve', await question('lãi suất'));
  await act('question.approve', await question('hạn hán'));
  await act('question.return', await question('Chợ trung tâm'), { note: 'Xin nêu rõ tên xã và tên chợ' });
  await at(MODERATOR_SIZES, moderator, 'desk-moderator');
  await inTheDark(moderator, 'desk-moderator');
  await act('question.edit', road, { text: 'Đề nghị tỉnh cho biết lộ trình nâng cấp tuyến đường đi các xã biên giới.' });
  await moderator.sees(`[data-panel=pending] [data-question="${road}"][data-rev="2"]`);
  await moderator.presses(`[data-panel=pending] [data-question="${road}"] [data-action=details]`);
  await at(MODERATOR_SIZES, moderator, 'desk-moderator-details', { asItIs: true, before: () => toQuestion(moderator, road) });
  for (const form of ['reject', 'edit', 'merge']) {
    await moderator.presses(`[data-question="${road}"] [data-action="question.${form}-open"]`);
    await at(MODERATOR_SIZES, moderator, `desk-moderator-${form}`, { asItIs: true, before: () => toForm(moderator, form) });
    if (form === 'reject') await inTheDark(moderator, 'desk-moderator-reject', { asItIs: true, before: () => toForm(moderator, form) });
    if (form !== 'edit') await moderator.presses(`[data-question="${road}"] [data-action=cancel]`);
    else {
      await moderator.writes('[data-form="question.edit"] [name=text]', 'Đề nghị tỉnh cho biết bao giờ nâng cấp tuyến đường đi các xã biên giới.');
      await colleague.act('question.edit', { question: road, rev: 2, text: 'Đề nghị tỉnh cho biết lộ trình và nguồn vốn nâng cấp đường đi các xã biên giới.' });
      await moderator.sees('[data-conflict]');
      await at(MODERATOR_SIZES, moderator, 'desk-moderator-conflict', { asItIs: true, before: () => toForm(moderator, form) });
      await inTheDark(moderator, 'desk-moderator-conflict', { asItIs: true, before: () => toForm(moderator, form) });
      await moderator.presses('[data-action=conflict-theirs]');
    }
  }
  const other = await question('mùa mưa lũ nhiều bản');
  for (const id of [road, other]) await moderator.page.locator(`[data-panel=pending] [data-question="${id}"] [data-action=mark]`).check();
  await at(MODERATOR_SIZES, moderator, 'desk-moderator-marked', { asItIs: true });
  await moderator.presses('[data-action=merge-open]');
  await moderator.sees('dialog.merge');
  await at(MODERATOR_SIZES, moderator, 'desk-moderator-merge-dialog', { asItIs: true });
  await moderator.page.locator(`dialog.merge [name=lead][value="${road}"]`).check();
  await moderator.presses('dialog.merge [data-action="question.merge"]');
  await moderator.sees('[data-undo]');
  await take(moderator, 'desk-moderator-undo');
  await moderator.page.setViewportSize({ width: 390, height: 844 });
  for (const tab of ['approved', 'floor', 'polls']) {
    await moderator.presses(`[role=tab][data-tab=${tab}]`);
    await take(moderator, `desk-moderator-390-${tab}`);
    await take(moderator, `desk-moderator-390-${tab}-whole`, { whole: true, asItIs: true });
  }
  await moderator.presses('[role=tab][data-tab=pending]');
  await moderator.page.setViewportSize(LAPTOP);
}

function toForm({ page }, form) {
  return page.locator(`[data-form="question.${form}"]`).first().evaluate((place) => place.scrollIntoView({ block: 'center' }));
}

function toQuestion({ page }, question) {
  return page.locator(`[data-question="${question}"]`).first().evaluate((place) => place.scrollIntoView());
}

/** The chair: nobody speaks, somebody called who is not ready, somebody speaks, over time, a point of order, asked back. */
async function floor({ chair }, delegates) {
  await at(CHAIR_SIZES, chair, 'desk-chair-idle');
  for (const [index, delegate] of delegates.slice(2, 7).entries()) await delegate.act('speaker.request', index === 3 ? { class: 'point_of_order' } : {});
  await chair.sees('[data-panel=speakers] [data-speaker]');
  await at(CHAIR_SIZES, chair, 'desk-chair-waiting');
  await chair.page.setViewportSize(TABLET);
  await chair.presses('.step-main');
  await chair.sees('[data-asks=unmanned]');
  await at(CHAIR_SIZES, chair, 'desk-chair-asks-unmanned');
  await chair.presses('[data-asks] .step-main');
  await chair.sees('[data-on-floor][data-state=next]');
  await at(CHAIR_SIZES, chair, 'desk-chair-called');
  await chair.presses('[data-step="speaker.start"] .step-main[aria-disabled=false]');
  await chair.sees('[data-asks]');
  await at([TABLET], chair, 'desk-chair-asks-not-ready');
  await chair.presses('[data-asks] .step-main');
  await chair.sees('[data-on-floor][data-state=speaking]');
  await at(CHAIR_SIZES, chair, 'desk-chair-speaking');
  await inTheDark(chair, 'desk-chair-speaking');
  await at([TABLET], chair, 'desk-chair-speaking-whole', { whole: true });
}

/** What the site sees of its own person's way to the floor. */
async function ladder({ operator, colleague, chair }, delegates) {
  await take(operator, 'desk-site');
  await inTheDark(operator, 'desk-site');
  const { speaker } = await delegates[7].act('speaker.request', {});
  await operator.sees('[data-cue][data-step=waiting], [data-cue][data-step=received], [data-cue][data-step=second]');
  await take(operator, 'desk-site-cue-waiting');
  const called = await colleague.actNow('speaker.call', { speaker, rev: 1 });
  await operator.sees('[data-cue=next]');
  await take(operator, 'desk-site-cue-next');
  await inTheDark(operator, 'desk-site-cue-next', { asItIs: true });
  await operator.sees('[data-unanswered=true]');
  await take(operator, 'desk-site-cue-unanswered');
  await chair.page.setViewportSize(TABLET);
  await take(chair, 'desk-chair-unanswered');
  await operator.presses('[data-cue] [data-action="speaker.ready"]');
  await operator.sees('[data-cue=ready]');
  await take(operator, 'desk-site-cue-ready');
  await chair.presses('[data-on-floor] [data-action="speaker.finish"]');
  const started = await colleague.actNow('speaker.start', { speaker, rev: called.rev + 1, seconds: 12 });
  await operator.sees('[data-cue=speaking]');
  await take(operator, 'desk-site-cue-speaking');
  await inTheDark(operator, 'desk-site-cue-speaking', { asItIs: true });
  await operator.sees('[data-step=over]');
  await take(operator, 'desk-site-cue-over');
  await at(CHAIR_SIZES, chair, 'desk-chair-over', { asItIs: true });
  await colleague.act('speaker.pause', { speaker, rev: started.rev });
  await operator.sees('[data-cue=paused]');
  await take(operator, 'desk-site-cue-paused');
  await at([TABLET], chair, 'desk-chair-paused');
  await colleague.act('speaker.finish', { speaker, rev: started.rev + 1 });
  await operator.sees('[data-step=done]');
  await take(operator, 'desk-site-cue-done', { asItIs: true });
}

/** Nobody reaches the hub: what was written waits. */
async function away({ operator, moderator, chair }) {
  for (const person of [operator, moderator, chair]) await person.context.setOffline(true);
  await operator.sees('[data-bar=lost]');
  await operator.asksFor(2, 'Xã tôi chưa có nước sạch, bao giờ được đầu tư?');
  await operator.asksFor(3, 'Đề nghị tỉnh hỗ trợ giống lúa cho vụ đông xuân.');
  await operator.writes('#question', 'Đang viết dở câu thứ ba');
  await operator.sees('[data-held]');
  await take(operator, 'desk-site-outbox');
  await inTheDark(operator, 'desk-site-outbox', { asItIs: true });
  await take(moderator, 'desk-moderator-lost', { asItIs: true });
  await take(chair, 'desk-chair-lost', { asItIs: true });
}
