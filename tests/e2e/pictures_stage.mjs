// The displays, the desk's control of them and the chair's tablet, at the sizes they have.
import { HALL, LAPTOP, TABLET } from './support_browser.mjs';
import { crowd } from './support_crowd.mjs';
import { openChair, openModerator, openOperator, openStage } from './support_people.mjs';
import { smallDialogue, take, takePictures } from './support_pictures.mjs';
import { Hub } from './support.mjs';

const SIZES = [HALL, LAPTOP, { width: 1280, height: 720 }];
const UPRIGHT = { width: 768, height: 1024 };
const QUESTIONS = [
  ['dc06', 'Đề nghị tỉnh cho biết lộ trình nâng cấp tuyến đường từ trung tâm huyện đi các xã biên giới; nhiều bản vẫn bị chia cắt mỗi khi mưa lũ về.'],
  ['hall', 'Bao giờ người dân được nộp toàn bộ hồ sơ đất đai qua mạng, không phải đi lại nhiều lần?'],
  ['dc02', 'Chính sách hỗ trợ lãi suất cho hộ nuôi trồng thủy sản sẽ kéo dài đến khi nào?'],
];
const HIGHEST = 'ẪẬỢỮ ẶỆỘỰ ẨỂỔỬ '.repeat(20).trim();

/** The model conference with sessions, a paper that somebody presents, a commendation, and three displays. */
function programme() {
  const config = smallDialogue();
  const sessions = [
    { id: 'morning', title: { vi: 'Phiên 1: Đối thoại', en: 'Session 1: Dialogue' } },
    { id: 'afternoon', title: { vi: 'Phiên 2: Biểu quyết và khen thưởng', en: 'Session 2: Vote and commendations' } },
  ];
  const agenda = config.agenda.map((item, index) => ({ ...item, session: index < 4 ? 'morning' : 'afternoon', seconds: 900 * (index + 1) }));
  agenda[1].presenter = 'Bà Trần Thị Mai, Phó Chánh Văn phòng';
  agenda.push({ kind: 'commendation', title: { vi: 'Khen thưởng các điểm cầu xuất sắc', en: 'Commendation of the best sites' }, session: 'afternoon', presenter: 'Huyện Tương Dương' });
  const displays = ['side-display', 'dc07-display'].map((id) => ({ id, name: id, roles: ['display'], site: 'hall' }));
  return { ...config, sessions, agenda, accounts: [...config.accounts, ...displays] };
}

const hub = new Hub(programme());

await takePictures({ hub }, async (browser) => {
  await hold(browser, await hub.logins());
});

async function takeStage(stage, name) {
  for (const size of SIZES) {
    await stage.page.setViewportSize(size);
    await take(stage, `${name}-${size.height}`, { onStage: true });
  }
}

async function takeTablet(tablet, name) {
  for (const size of [TABLET, UPRIGHT]) {
    await tablet.page.setViewportSize(size);
    await take(tablet, `${name}-${size.width}`);
    await take(tablet, `${name}-${size.width}-whole`, { whole: true });
  }
}

async function hold(browser, logins) {
  const moderator = await openModerator(browser);
  const chair = await openChair(browser);
  const operator = await openOperator(browser);
  const [stage, side] = [await openStage(browser), await openStage(browser)];
  await chair.go(`${hub.origin}/chair`);
  await moderator.signsIn(`${hub.origin}/mod`, 'moderator-1', logins['moderator-1'].password);
  await chair.signsIn(`${hub.origin}/chair`, 'chair', logins.chair.password);
  await operator.signsIn(`${hub.origin}/site`, 'dc07-operator', logins['dc07-operator'].password);
  await stage.go(logins['hall-display'].link);
  await side.go(logins['side-display'].link);
  await takeTablet(chair, 'chair-empty');
  await moderator.shows('agenda');
  await stage.sees('[data-view=agenda]');
  await takeStage(stage, 'stage-agenda-before');
  await chair.acts('agenda.start', 'item', 2);
  await stage.sees('[data-item="2"]');
  await takeStage(stage, 'stage-paper');
  await chair.acts('agenda.start', 'item', 8);
  await stage.sees('[data-item="8"]');
  await takeStage(stage, 'stage-commendation');
  await chair.acts('agenda.start', 'item', 3);
  const askers = QUESTIONS.map(([site], index) => logins[`${site}-000${index % 3 + 1}`]);
  await crowd(hub, askers, (delegate, index) => delegate.act('question.submit', { text: QUESTIONS[index][1] }));
  await crowd(hub, ['dc06-0001', 'dc17-0001', 'hall-0002'].map((person) => logins[person]), (delegate) => delegate.act('speaker.request', {}));
  await operator.asksFor(2, HIGHEST);
  for (const text of ['biên giới', 'hồ sơ đất đai', 'lãi suất', 'ẪẬỢỮ']) {
    await moderator.acts('question.approve', 'question', await moderator.finds('pending', text));
  }
  const asked = await chair.finds('approved', 'biên giới');
  await chair.acts('question.ask', 'question', asked);
  await chair.sees('[data-on-floor][data-state=next]'); // who asks is called
  await moderator.shows('join', 'side-display');
  await side.sees('[data-view=join]');
  await moderator.choosesView('message');
  await moderator.types('#message-vi', 'Giải lao đến 10 giờ 15 phút. Mời đại biểu dùng trà tại sảnh tầng hai.');
  await moderator.page.locator('[data-panel=stage]').scrollIntoViewIfNeeded();
  await take(moderator, 'moderator-stage-preview', { whole: true });
  await moderator.presses('[data-panel=stage] [data-action="stage.show"]');
  await stage.sees('[data-view=message]');
  await takeStage(stage, 'stage-message');
  await takeTablet(chair, 'chair');
  await chair.presses('[data-panel=speakers] [data-action="speaker.start"]');
  const sure = chair.page.locator('[data-sure="speaker.start"] [data-action="speaker.start"]');
  await sure.click({ timeout: 1000 }).catch(() => undefined);
  await chair.sees('[data-on-floor][data-state=speaking]');
  await moderator.shows('question');
  await stage.sees('[data-view=question]');
  await takeStage(stage, 'stage-question-speaker');
  await chair.acts('question.answer', 'question', asked);
  await chair.acts('question.ask', 'question', await chair.finds('approved', 'ẪẬỢỮ'));
  await moderator.shows('question');
  await stage.sees('[data-view=question] .text', 'ẪẬỢỮ');
  await takeStage(stage, 'stage-question-highest');
  await takeTablet(chair, 'chair-speaking');
  await take(operator, 'site-now-on');
  await stage.context.setOffline(true);
  await stage.sees('[data-bar=lost]');
  await take(stage, 'stage-lost', { asItIs: true });
  await chair.sees('[data-display=hall-display][data-standing=absent]');
  await take(moderator, 'moderator-stage', { whole: true });
}
