// The views of a display that the other scripts do not come by: before anybody has told it anything, for who answers, for a video mixer,
// with more text, options and items than anybody wishes for, and while its link is lost.
import { HALL } from './support_browser.mjs';
import { crowd, Delegate } from './support_crowd.mjs';
import { openStage } from './support_people.mjs';
import { smallDialogue, take, takePictures } from './support_pictures.mjs';
import { becomes, Hub } from './support.mjs';

// Displays draw everything by their height; an old projector is not as wide.
const PROJECTOR = { width: 1024, height: 768 };
const ON_PROJECTOR = /^(untold|prompt-long|by-site-six)$/;
const LONG =
  'Kính đề nghị Ủy ban nhân dân tỉnh làm rõ lộ trình, nguồn vốn và trách nhiệm của từng sở, ngành trong đầu tư thủy lợi, ' +
  'giao thông và trạm y tế cho các xã vùng biên; những nội dung nào được ưu tiên thực hiện ngay trong năm 2023, những nội dung nào ' +
  'phải chờ giai đoạn sau, và người dân giám sát ra sao?';
const TITLE = {
  vi: 'Thông qua dự thảo nghị quyết về phát triển kinh tế nông nghiệp, xây dựng nông thôn mới và bảo đảm an sinh xã hội ở các huyện miền núi, xã biên giới giai đoạn 2023 – 2025, tầm nhìn đến năm 2030?',
  en: 'Adopt the draft resolution on agriculture, new rural development and social security in the mountain districts and border communes for 2023 – 2025, with a view to 2030?',
};
const OPTIONS = [
  { vi: 'Giao thông nông thôn', en: 'Rural roads' },
  { vi: 'Y tế cơ sở', en: 'Local health' },
  { vi: 'Trường học bán trú, nội trú', en: 'Boarding schools' },
  { vi: 'Thủy lợi và nước sạch', en: 'Irrigation and clean water' },
  { vi: 'Việc làm cho thanh niên', en: 'Work for the young' },
  { vi: 'Chuyển đổi số', en: 'Digital change' },
];
const ITEMS = [
  ['Đón tiếp đại biểu, ổn định tổ chức', 'Welcome', 900], ['Chào cờ, tuyên bố lý do, giới thiệu đại biểu', 'Opening, introduction of the delegates', 600],
  ['Phát biểu khai mạc', 'Opening speech', 900], ['Báo cáo kết quả thực hiện các kiến nghị của cử tri từ hội nghị lần trước', 'Report on what became of the wishes of the last conference', 1200],
  ['Tham luận: Chuyển đổi số trong nông nghiệp', 'Paper: digital change in farming', 900], ['Tham luận: Nước sạch vùng cao', 'Paper: clean water in the mountains', 900],
  ['Đối thoại với nông dân', 'Dialogue with farmers', 3600], ['Giải lao', 'Break', 900], ['Biểu quyết các nội dung', 'Votes', 1800],
  ['Khen thưởng các điểm cầu', 'Commendation', 900], ['Phát biểu kết luận', 'Closing speech', 1200], ['Bế mạc', 'Closing', 300],
];
const PRESENTERS = { 4: 'Bà Trần Thị Mai, Phó Chánh Văn phòng Ủy ban nhân dân tỉnh', 9: 'Huyện Tương Dương' };
const KINDS = { 4: 'paper', 5: 'paper', 6: 'dialogue', 8: 'vote', 9: 'commendation' };

/** The model conference with twelve items, some of them long, and a display for each of the views that stay. */
function programme() {
  const config = smallDialogue({ siteResultsLeast: 3 });
  const agenda = ITEMS.map(([vi, en, seconds], index) => ({ kind: KINDS[index] ?? 'talk', title: { vi, en }, seconds, ...(PRESENTERS[index] ? { presenter: PRESENTERS[index] } : {}) }));
  const displays = ['podium', 'mixer'].map((id) => ({ id: `${id}-display`, name: id, roles: ['display'], site: 'hall' }));
  return { ...config, agenda, accounts: [...config.accounts, ...displays] };
}

const hub = new Hub(programme());

await takePictures({ hub }, async (browser) => {
  await hold(browser, await hub.logins());
});

async function takeStage(stage, name) {
  await take(stage, `view-${name}`, { onStage: true });
  if (!ON_PROJECTOR.test(name)) return;
  await stage.page.setViewportSize(PROJECTOR);
  await take(stage, `view-${name}-projector`, { asItIs: true, before: () => undefined });
  await stage.page.setViewportSize(HALL);
}

/** What a mixer puts behind it: bright above, dark below, and neither. */
function behind(stage) {
  return stage.page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('html { background: linear-gradient(160deg, #dfe9f2 0 30%, #7d9a68 30% 55%, #b98f5f 55% 75%, #f7f3e8 75%) !important; }');
    document.adoptedStyleSheets = [sheet];
  });
}

function takeMixer(mixer, name) {
  return take(mixer, `view-lower-third-${name}`, { onStage: true, before: () => behind(mixer) });
}

async function hold(browser, logins) {
  const { name, password } = { name: 'moderator-1', password: logins['moderator-1'].password };
  const desk = await Delegate.join(hub, { name, password });
  const [stage, podium, mixer] = [await openStage(browser), await openStage(browser), await openStage(browser)];
  const screens = { main: stage, 'podium-display': podium, 'mixer-display': mixer };
  const revs = {};
  const act = (method, params) => (/^question|draft|pause|finish/.test(method) ? desk.act(method, params) : desk.actNow(method, params));
  const shows = async (view, more = {}, display = 'main') => {
    const told = { view, rev: revs[display] ?? 1, ...(display === 'main' ? {} : { display }), ...more };
    ({ rev: revs[display] } = await act('stage.show', told));
    const screen = screens[display];
    await becomes(`${display} shows ${view}`, String(revs[display]), () => screen.page.getAttribute('main', 'data-rev'));
  };
  await stage.go(logins['hall-display'].link);
  await podium.go(logins['podium-display'].link);
  await mixer.go(logins['mixer-display'].link);
  await stage.sees('[data-screen=main]');
  await takeStage(stage, 'untold');
  await act('agenda.start', { item: 5, rev: 1 });
  await takeStage(stage, 'untold-begun');
  await shows('blank');
  await take(stage, 'view-blank', { asItIs: true });
  await act('agenda.start', { item: 7, rev: 1 });
  await shows('agenda');
  await takeStage(stage, 'agenda');
  await shows('join');
  await takeStage(stage, 'join');
  await shows('clock');
  await takeStage(stage, 'clock');
  await shows('message', { message: { vi: LONG.slice(0, 200), en: LONG.slice(0, 200) } });
  await takeStage(stage, 'message-long');
  await shows('message', { message: { vi: 'Giải lao đến 10 giờ 15', en: 'Break until 10:15' } });
  await takeStage(stage, 'message-short');
  await shows('prompt', {}, 'podium-display');
  await shows('lower_third', {}, 'mixer-display');
  await takeStage(podium, 'prompt-nothing');
  await shows('speaker');
  await takeStage(stage, 'speaker-nobody');
  await questions({ act, shows, podium, mixer, stage }, logins);
  await polls({ act, shows, stage, mixer }, logins);
  await stage.context.setOffline(true);
  await stage.sees('[data-bar=lost]');
  await take(stage, 'view-lost', { asItIs: true });
}

async function questions({ act, shows, podium, mixer, stage }, logins) {
  const texts = ['Bao giờ có trạm y tế mới?', LONG];
  const answerers = ['Ông Lê Văn Hùng, Giám đốc Sở Y tế', 'Ông Nguyễn Đức Trung, Chủ tịch Ủy ban nhân dân tỉnh'];
  const asked = [];
  const { delegates } = await crowd(hub, ['dc06-0001', 'dc17-0001', 'hall-0002', 'dc29-0001'].map((person) => logins[person]));
  for (const [index, text] of texts.entries()) asked.push(await delegates[index].act('question.submit', { text }));
  for (const [index, { question }] of asked.entries()) {
    let { rev } = await act('question.approve', { question, rev: 1 });
    ({ rev } = await act('question.assign', { question, rev, answerer: answerers[index] }));
    ({ rev } = await act('question.ask', { question, rev }));
    const which = index === 0 ? 'short' : 'long';
    await podium.sees(`[data-question="${question}"]`);
    await takeStage(podium, `prompt-${which}`);
    await mixer.sees('[data-band=question]');
    await takeMixer(mixer, `question-${which}`);
    await shows('question', { question });
    await takeStage(stage, `question-${which}`);
    if (index === 0) await act('question.answer', { question, rev });
  }
  for (const delegate of delegates.slice(2)) await delegate.act('speaker.request', {});
  const speaker = 2; // who asks the long question is called with it
  const { rev } = await act('speaker.start', { speaker, rev: 1, seconds: 180 });
  await mixer.sees('[data-band=speaker]');
  await takeMixer(mixer, 'speaker');
  await takeStage(podium, 'prompt-speaking');
  await takeStage(stage, 'question-speaking');
  await shows('speaker');
  await takeStage(stage, 'speaker');
  await act('speaker.pause', { speaker, rev });
  await stage.sees('.label', 'dừng');
  await takeStage(stage, 'speaker-paused');
  await act('speaker.finish', { speaker, rev: rev + 1 });
  await act('question.answer', { question: asked[1].question, rev: 4 });
  await takeStage(stage, 'speaker-next');
}

async function polls({ act, shows, stage, mixer }, logins) {
  const voters = Object.entries(logins).filter(([, { code }]) => code).filter((_, index) => index % 5 !== 3).map(([, login]) => login);
  const { delegates, leave } = await crowd(hub, voters);
  const casts = (poll, ballot) => Promise.all(delegates.map((delegate, index) => delegate.act('poll.cast', { poll, device: 'AAAAAAAAAAA', counter: 1, ...ballot(index) })));
  const open = async (wish, ballot) => {
    const draft = await act('poll.draft', { results: 'live', roles: ['participant'], ...wish });
    let { rev } = await act('poll.open', { poll: draft.poll, rev: draft.rev, seconds: 300 });
    await shows('poll', { poll: draft.poll });
    await casts(draft.poll, ballot);
    return { poll: draft.poll, rev };
  };
  const end = async ({ poll, rev }) => {
    const closed = await act('poll.close', { poll, rev });
    await stage.sees(`[data-poll="${poll}"][data-state=closed]`);
    await act('poll.publish', { poll, rev: closed.rev + 2 });
    await stage.sees(`[data-poll="${poll}"][data-state=published]`);
  };
  const long = await open({ title: TITLE }, (index) => ({ choice: index % 9 === 0 ? 'abstain' : index % 5 === 0 ? 'no' : 'yes' }));
  await mixer.sees('[data-band=poll]');
  await takeMixer(mixer, 'poll');
  await takeStage(stage, 'poll-long-title');
  await end(long);
  await takeStage(stage, 'results-long-title');
  await shows('results_by_site', { poll: long.poll });
  await takeStage(stage, 'by-site-long-title');
  const six = await open({ title: { vi: 'Nội dung nào cần ưu tiên bố trí vốn nhất?', en: 'What should be funded first?' }, pollType: 'single', options: OPTIONS }, (index) => ({ choices: [1 + ((index * index + index) % 6)] }));
  await takeStage(stage, 'poll-six');
  await end(six);
  await takeStage(stage, 'results-six');
  await shows('results_by_site', { poll: six.poll });
  await takeStage(stage, 'by-site-six');
  leave();
}
