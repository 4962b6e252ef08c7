// The conference of config/ held for its pictures: what each page looks like at the moments that count.
import { casts, crowd } from './support_crowd.mjs';
import { openModerator, openOperator, openPhone, openStage } from './support_people.mjs';
import { clear, smallDialogue, take, takePictures } from './support_pictures.mjs';
import { Hub } from './support.mjs';

const QUESTIONS = [
  ['dc06', 'Đề nghị tỉnh cho biết lộ trình nâng cấp tuyến đường từ trung tâm huyện đi các xã biên giới; nhiều bản vẫn bị chia cắt mỗi khi mưa lũ về.', 'economy'],
  ['hall', 'Bao giờ người dân được nộp toàn bộ hồ sơ đất đai qua mạng, không phải đi lại nhiều lần?', 'reform'],
  ['dc02', 'Chính sách hỗ trợ lãi suất cho hộ nuôi trồng thủy sản sẽ kéo dài đến khi nào?', 'economy'],
  ['dc17', 'Việc sắp xếp lại các trường học ở vùng khó khăn ảnh hưởng thế nào đến học sinh nội trú?', 'reform'],
  ['dc29', 'Kinh phí phòng chống hạn hán vụ hè thu đã được bố trí cho những địa phương nào?', 'economy'],
];
const LONG =
  'Kính đề nghị Ủy ban nhân dân tỉnh làm rõ lộ trình, nguồn vốn và trách nhiệm của từng sở, ngành trong đầu tư thủy lợi, ' +
  'giao thông và trạm y tế cho các xã vùng biên; những nội dung nào được ưu tiên thực hiện ngay trong năm 2023, những nội dung nào ' +
  'phải chờ giai đoạn sau, và người dân giám sát ra sao?';

const hub = new Hub(smallDialogue());

await takePictures({ hub, begin: clear, chosen: ['participant-vote', 'moderator', 'stage-question', 'site'] }, async (browser) => {
  const logins = await hub.logins();
  await hold(await windows(browser, logins), logins);
});

async function windows(browser, logins) {
  const sharp = { deviceScaleFactor: 2 };
  const phone = await openPhone(browser, 'phone', sharp);
  const dark = await openPhone(browser, 'dark phone', { ...sharp, colorScheme: 'dark' });
  const narrow = await openPhone(browser, 'narrow phone', { ...sharp, viewport: { width: 320, height: 640 } });
  const large = await openPhone(browser, 'phone with large letters', sharp);
  const operator = await openOperator(browser);
  const moderator = await openModerator(browser);
  const stage = await openStage(browser);
  await phone.go(hub.origin);
  await take(phone, 'participant-signin');
  await phone.joinsByCode(hub.origin, logins['dc07-0004'].code);
  await dark.joinsByCode(hub.origin, logins['dc07-0005'].code);
  await narrow.joinsByCode(hub.origin, logins['dc26-0002'].code);
  await large.joinsByCode(hub.origin, logins['hall-0012'].code);
  // What "larger text" of a phone's settings does.
  await large.page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
  await take(phone, 'participant-empty');
  await operator.go(`${hub.origin}/site`);
  await take(operator, 'site-signin');
  await operator.signsIn(`${hub.origin}/site`, 'dc07-operator', logins['dc07-operator'].password);
  await moderator.signsIn(`${hub.origin}/mod`, 'moderator-1', logins['moderator-1'].password);
  await take(moderator, 'moderator-empty');
  await take(operator, 'site-empty');
  await stage.go(logins['hall-display'].link);
  await stage.sees('[data-screen=main]');
  return { phone, dark, narrow, large, operator, moderator, stage };
}

async function hold(people, logins) {
  const { moderator, stage } = people;
  await moderator.acts('agenda.start', 'item', 3);
  await moderator.shows('join');
  await stage.sees('[data-view=join]');
  await take(stage, 'stage-join', { onStage: true });
  await moderator.shows('agenda');
  await stage.sees('[data-view=agenda]');
  await take(stage, 'stage-agenda', { onStage: true });
  const asking = await ask(people, logins);
  await speak(people, logins, asking);
  await vote(people, logins);
}

async function ask({ phone, dark, narrow, operator, moderator, stage }, logins) {
  const askers = QUESTIONS.map(([site], index) => logins[`${site}-000${index % 3 + 1}`]);
  await crowd(hub, askers, (delegate, index) => delegate.act('question.submit', { text: QUESTIONS[index][1], topic: QUESTIONS[index][2] }));
  await phone.asks('Tiền hỗ trợ cho hộ nghèo sửa nhà bao giờ được giải ngân?');
  await phone.sees('[data-my-question][data-state=pending]', 'giải ngân');
  await phone.asks('Hôm nay có phát tài liệu không?');
  await operator.asksFor(2, 'Xã tôi chưa có sóng di động, bao giờ được phủ sóng?');
  await operator.asksFor(3, LONG);
  await moderator.rejects(await moderator.finds('pending', 'phát tài liệu'), 'off_topic', 'Xin hỏi ban tổ chức tại bàn đón tiếp');
  for (const text of ['giải ngân', 'biên giới; nhiều', 'hồ sơ đất đai', 'Kính đề nghị']) {
    await moderator.acts('question.approve', 'question', await moderator.finds('pending', text));
  }
  await phone.asks('Đường liên bản Mường Lống – Huồi Tụ bị sạt lở, khi nào khắc phục xong?');
  await dark.asks('Đề nghị công khai tiến độ các dự án thủy điện trên địa bàn huyện.');
  const asking = await moderator.finds('approved', 'biên giới; nhiều');
  await moderator.acts('question.ask', 'question', asking);
  await moderator.acts('stage.show', 'question', asking);
  await stage.sees(`[data-view=question] [data-question="${asking}"]`);
  await phone.sees('[data-my-question][data-state=rejected]');
  await take(phone, 'participant-questions');
  await take(dark, 'participant-questions-dark');
  await narrow.looksAt('ask');
  await narrow.types('#question', 'Đề nghị tỉnh sớm nâng cấp chợ trung tâm xã.');
  await take(narrow, 'participant-ask-320');
  return asking;
}

async function speak({ phone, dark, narrow, large, operator, moderator, stage }, logins, asking) {
  for (const person of [dark, narrow, large]) await person.looksAt('now');
  const others = ['dc17-0001', 'hall-0002'].map((person) => logins[person]);
  await phone.looksAt('now');
  await phone.presses('[data-action="speaker.request"]');
  await phone.sees('[data-floor=waiting]');
  await crowd(hub, others, (delegate) => delegate.act('speaker.request', {}));
  await moderator.starts(1); // whose question is asked
  await take(stage, 'stage-question', { onStage: true });
  await take(phone, 'participant-now');
  await take(narrow, 'participant-now-320');
  await take(large, 'participant-now-large');
  await take(operator, 'site-waiting');
  await moderator.acts('speaker.finish', 'speaker', 1);
  await moderator.seesNo('[data-speaker="1"]');
  await moderator.acts('speaker.call', 'speaker', 2);
  await operator.sees('[data-cue=next]');
  await take(operator, 'site');
  await take(phone, 'participant-next');
  await take(dark, 'participant-now-dark');
  await moderator.shows('speaker');
  await take(stage, 'stage-next', { onStage: true });
  await moderator.starts(2);
  await take(operator, 'site-speaking');
  await take(stage, 'stage-speaker', { onStage: true });
  await moderator.acts('question.answer', 'question', asking);
  const long = await moderator.finds('approved', 'Kính đề nghị');
  await moderator.acts('question.ask', 'question', long);
  await moderator.acts('stage.show', 'question', long);
  await stage.sees(`[data-view=question] [data-question="${long}"]`);
  await take(stage, 'stage-question-long', { onStage: true });
}

async function vote({ phone, dark, narrow, large, operator, moderator, stage }, logins) {
  const codes = Object.entries(logins).filter(([person, { code }]) => code && !/^dc07-000[45]|^dc26-0002|^hall-0012/.test(person)).map(([, login]) => login);
  await moderator.acts('speaker.finish', 'speaker', 2);
  await moderator.starts(5);
  const first = await moderator.opensPoll('Thông qua dự thảo nghị quyết về phát triển kinh tế giai đoạn 2023 - 2025?', 'hidden', 90);
  await moderator.acts('stage.show', 'poll', first);
  const choices = codes.slice(0, 240).map((_, index) => (index % 9 === 0 ? 'abstain' : index % 5 === 0 ? 'no' : 'yes'));
  const hall = await crowd(hub, codes.slice(0, 240), (delegate, index) => casts(first, choices[index])(delegate));
  for (const person of [phone, dark, large]) await person.sees(`[data-poll="${first}"]`);
  // Whoever is writing is told, not taken away.
  await narrow.sees('[data-action=show-poll]');
  await take(narrow, 'participant-news-320');
  await narrow.presses('[data-action=show-poll]');
  await take(large, 'participant-vote-large');
  // The window of a phone at twice its size.
  await large.page.setViewportSize({ width: 180, height: 370 });
  await large.page.evaluate(() => document.documentElement.removeAttribute('style'));
  await take(large, 'participant-vote-zoom');
  await phone.votes(first, 'yes');
  await phone.hasRecorded(first, 'yes');
  await take(phone, 'participant-vote');
  await dark.page.locator(`input[name=poll-${first}][value=no]`).check();
  await take(dark, 'participant-vote-dark');
  await take(narrow, 'participant-vote-320');
  await take(stage, 'stage-poll-open', { onStage: true });
  await take(operator, 'site-poll');
  await take(moderator, 'moderator');
  await moderator.page.setViewportSize({ width: 1920, height: 1080 });
  await take(moderator, 'moderator-1920');
  await moderator.page.setViewportSize({ width: 820, height: 1180 });
  await take(moderator, 'moderator-tablet');
  await moderator.page.setViewportSize({ width: 1366, height: 768 });
  await moderator.acts('question.reject-open', 'question', await moderator.finds('pending', 'trường học'));
  await take(moderator, 'moderator-reject');
  await offline(phone, dark, moderator, first);
  await moderator.publishes(first);
  for (const person of [phone, narrow, large]) await person.sees(`[data-poll="${first}"] [data-tally]`);
  await take(phone, 'participant-results');
  await take(narrow, 'participant-results-320');
  await take(stage, 'stage-results', { onStage: true });
  hall.leave();
}

async function offline(phone, dark, moderator, poll) {
  await phone.context.setOffline(true);
  await dark.context.setOffline(true);
  await phone.votes(poll, 'no');
  await dark.presses(`[data-poll="${poll}"] [data-action="poll.cast"]`);
  await phone.sees('[data-bar=lost]');
  await dark.sees('[data-bar=lost]');
  await take(phone, 'participant-offline');
  await take(dark, 'participant-offline-dark');
  await moderator.closesPoll(poll);
  for (const person of [phone, dark]) await person.context.setOffline(false);
  await phone.sees('[data-outbox="0"]');
  await take(phone, 'participant-closed');
  await phone.presses('[data-action=dismiss]');
}
