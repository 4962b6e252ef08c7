// A conference with two displays and a chair: what each display shows and has confirmed, what is seen before it goes out, and the chair's page.
import { complaints, HALL } from './support_browser.mjs';
import { CONFERENCE } from './support_conference.mjs';
import { holdConference, nothingComplained } from './support_hold.mjs';
import { countsDown, openChair, openModerator, openOperator, openPhone, openStage } from './support_people.mjs';
import { becomes, Hub, report } from './support.mjs';

const PROGRAMME = {
  ...CONFERENCE,
  id: 'e2e-stage',
  sessions: [
    { id: 'morning', title: { vi: 'Phiên buổi sáng', en: 'Morning session' } },
    { id: 'afternoon', title: { vi: 'Phiên buổi chiều', en: 'Afternoon session' } },
  ],
  agenda: [
    { kind: 'dialogue', title: { vi: 'Đối thoại', en: 'Dialogue' }, session: 'morning', seconds: 2700 },
    { kind: 'paper', title: { vi: 'Tham luận về chuyển đổi số', en: 'Paper on digital change' }, session: 'morning', presenter: 'Bà Trần Thị Mai', seconds: 900 },
    { kind: 'commendation', title: { vi: 'Khen thưởng tập thể xuất sắc', en: 'Commendation' }, session: 'afternoon', presenter: 'Huyện Tương Dương' },
  ],
  accounts: [
    ...CONFERENCE.accounts,
    { id: 'chair', name: 'Chủ tọa', roles: ['chair'], site: 'hall' },
    { id: 'side', name: 'Màn hình bên', roles: ['display'], site: 'hall' },
  ],
};
// Capitals with two marks over ones with a dot below: the highest and widest that Vietnamese has, as many as the hub takes.
const HIGHEST = 'ẪẬỢỮ ẶỆỘỰ ẨỂỔỬ '.repeat(20).trim();

const hub = new Hub(PROGRAMME);

await holdConference({ hub }, async (browser) => {
  const people = await everybody(browser, await hub.logins());
  await displays(people);
  await preview(people);
  await behind(people);
  await chair(people);
  await programme(people);
  await highText(people);
  await podium(people);
  await poll(people);
  await desk(people);
  await fading(people);
  await habits(people);
  await nothingComplained();
});

async function everybody(browser, logins) {
  const people = { an: await openPhone(browser, 'An'), moderator: await openModerator(browser), chair: await openChair(browser) };
  Object.assign(people, { hall: await openStage(browser), side: await openStage(browser), operator: await openOperator(browser) });
  await report.test('a chair has a page of its own, displays are told apart', async () => {
    await people.moderator.signsIn(`${hub.origin}/mod`, 'moderator', logins.moderator.password);
    await people.chair.signsIn(`${hub.origin}/chair`, 'chair', logins.chair.password);
    await people.chair.sees('[data-me=chair]', 'Chủ tọa');
    await people.operator.signsIn(`${hub.origin}/site`, 'operator', logins.operator.password);
    await people.an.joinsByCode(hub.origin, logins['hall-0001'].code);
    await people.hall.go(`${hub.origin}/stage`);
    await people.hall.sees('[data-screen=sign-in]', 'thẻ của màn hình');
    // Where the page is open already, the link is only another place in it.
    await people.hall.go(logins.display.link);
    await people.hall.sees('[data-screen=main][data-stage=main]');
    await people.moderator.sees('[data-display=display][data-standing=confirmed]', 'đã hiện');
    await people.moderator.sees('[data-display=side][data-standing=absent]', 'không kết nối');
    await people.side.go(logins.side.link);
    for (const person of [people.moderator, people.chair]) await person.sees('[data-display=side][data-standing=confirmed]');
  });
  return people;
}

async function displays({ moderator, chair, hall, side }) {
  await report.test('one display shows something of its own, the other follows', async () => {
    await moderator.shows('join', 'side');
    await side.sees('[data-view=join][data-stage=side]');
    await moderator.sees('[data-display=side][data-own=true][data-standing=confirmed]', 'QR');
    await moderator.shows('agenda');
    await hall.sees('[data-view=agenda][data-stage=main]');
    await side.sees('[data-view=join]');
    await chair.sees('[data-display=display][data-own=false][data-standing=confirmed]');
    await chair.sees('[data-stage-view=agenda] [data-confirmed="2"]');
  });
  await report.test('it follows again when told so, or with all of them', async () => {
    await chair.shows('main', 'side');
    await side.sees('[data-view=agenda][data-stage=main]');
    await moderator.shows('join', 'side');
    await side.sees('[data-view=join]');
    await moderator.shows('blank', 'all');
    for (const display of [hall, side]) await display.sees('[data-view=blank][data-stage=main]');
    await moderator.seesNo('[data-panel=stage] [name=display][value=all]');
  });
}

async function preview({ moderator, hall }) {
  await report.test('what is chosen is seen on the desk before any display shows it', async () => {
    await moderator.choosesView('message');
    await moderator.types('#message-vi', 'Giải lao đến 10 giờ');
    await moderator.sees('[data-preview=chosen] .text', 'Giải lao đến 10 giờ');
    await hall.sees('[data-view=blank]');
    await moderator.presses('[data-panel=stage] [data-action="stage.show"]');
    await hall.sees('[data-view=message]', 'Giải lao đến 10 giờ');
    await moderator.sees('[data-preview=shown][data-preview-view=message] figcaption', 'Đang hiện');
  });
  await report.test('what was only looked at goes nowhere', async () => {
    await moderator.choosesView('join');
    await moderator.presses('[data-panel=stage] [data-action=cancel]');
    await moderator.sees('[data-preview=shown][data-preview-view=message]');
    await hall.sees('[data-view=message]');
  });
}

async function behind({ moderator, hall, side }) {
  await report.test('a display that has lost its link keeps its last frame and is known at the desk', async () => {
    complaints.socketsMayFail = true;
    await side.context.setOffline(true);
    await moderator.sees('[data-display=side][data-standing=absent]');
    await moderator.shows('agenda');
    await hall.sees('[data-view=agenda]');
    await side.sees('[data-bar=lost]', 'Mất kết nối 0:');
    await side.sees('[data-view=message]', 'Giải lao');
    await side.context.setOffline(false);
    await side.sees('[data-view=agenda]');
    await moderator.sees('[data-display=side][data-standing=confirmed]');
    complaints.socketsMayFail = false;
  });
  await report.test('a display that does not draw is behind', async () => {
    // As when its window lies behind another one: nothing is painted there.
    await side.page.evaluate(() => (window.requestAnimationFrame = () => 0));
    await moderator.shows('blank');
    await hall.sees('[data-view=blank]');
    await moderator.sees('[data-display=side][data-standing=behind]', '⚠ chưa hiện kịp');
    await moderator.sees('[data-display=display][data-standing=confirmed]', '✓ đã hiện');
    await moderator.sees('[data-stage-view=blank] [data-confirmed="1"]');
    await side.page.reload();
    await moderator.sees('[data-display=side][data-standing=confirmed]');
  });
}

async function chair({ an, moderator, chair: tablet, hall }) {
  await report.test('the chair calls the next speaker', async () => {
    await tablet.acts('agenda.start', 'item', 1);
    await tablet.sees('[data-now="1"]', 'Phiên buổi sáng');
    await an.looksAt('now');
    await an.presses('[data-action="speaker.request"]');
    await tablet.sees('[data-panel=speakers] [data-speaker="1"]');
    await tablet.presses('[data-panel=speakers] [data-action="speaker.call"]');
    await tablet.sees('[data-on-floor="1"][data-state=next]', 'Đã mời');
    await an.sees('[data-cue=next]');
    await moderator.sees('[data-speaker="1"][data-state=next]');
  });
  await report.test('questions stand in the hub’s order with the reason; the chair asks the first, then another one', async () => {
    for (const text of ['Bao giờ có đường mới?', 'Trạm y tế khi nào xong?']) {
      await an.asks(text);
      await moderator.acts('question.approve', 'question', await moderator.finds('pending', text));
    }
    await tablet.sees('[data-place="1"][data-why=site_not_yet_asked]');
    await tablet.presses('[data-panel=approved] [data-question="1"] [data-action="question.ask"]');
    await tablet.sees('[data-asked="1"]', 'Bao giờ có đường mới?');
    // One at a time: the next one waits for the answer.
    await becomes('to be asked meanwhile', 0, () => tablet.page.locator('[data-panel=approved] [data-place] ~ * [data-action="question.ask"]').count());
    await tablet.acts('stage.show', 'question', 1);
    await hall.sees('[data-view=question] [data-question="1"]');
    await tablet.acts('question.put_back', 'question', 1);
    await tablet.sees('[data-question="1"][data-state=approved]');
    await tablet.acts('question.ask', 'question', 2);
    await tablet.sees('[data-asked="2"]', 'Trạm y tế');
    await tablet.acts('question.answer', 'question', 2);
    await tablet.seesNo('[data-asked]');
  });
  await report.test('every control is large enough for a finger, and the page as wide as its window', async () => {
    for (const size of [{ width: 1024, height: 768 }, { width: 768, height: 1024 }]) {
      await tablet.page.setViewportSize(size);
      await becomes(`small controls at ${size.width}`, [], () => tablet.page.evaluate(smallControls));
    }
  });
}

// Runs in the page.
function smallControls() {
  const controls = [...document.querySelectorAll('main button, main select, main summary, main input:not([type=radio], [type=checkbox])')];
  const small = controls.filter((control) => control.checkVisibility() && control.getBoundingClientRect().height < 48);
  const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth ? ['the page is too wide'] : [];
  return [...wide, ...small.map((control) => control.textContent || control.id)];
}

async function programme({ an, moderator, chair: tablet, hall, operator }) {
  await report.test('a paper that the chair begins is on stage with who presents it, and at the sites', async () => {
    await tablet.sees('[data-session=morning] [data-item="2"]', '15 phút');
    await tablet.acts('agenda.start', 'item', 2);
    await moderator.sees('[data-item="2"][data-state=current]');
    await operator.sees('[data-now="2"]', 'Bà Trần Thị Mai');
    await an.looksAt('now');
    await an.sees('[data-item="2"]', 'Tham luận về chuyển đổi số');
    await tablet.shows('agenda');
    await hall.sees('[data-item="2"][data-kind=paper] .presenter', 'Trình bày: Bà Trần Thị Mai');
    await hall.sees('[data-coming="3"]', 'Khen thưởng');
  });
  await report.test('a commendation says who receives it', async () => {
    await moderator.acts('agenda.start', 'item', 3);
    await hall.sees('[data-item="3"] .presenter', 'Được khen thưởng: Huyện Tương Dương');
    await hall.sees('[data-item="3"] .label', 'Phiên buổi chiều');
  });
}

async function highText({ operator, moderator, hall }) {
  await operator.writes('#question', HIGHEST);
  await operator.presses('[data-action="question.submit"]');
  const question = await moderator.finds('pending', 'ẪẬỢỮ');
  await moderator.acts('question.approve', 'question', question);
  await moderator.acts('speaker.skip', 'speaker', 1); // an is still called: the floor is for one at a time
  await moderator.acts('question.ask', 'question', question);
  await moderator.acts('stage.show', 'question', question);
  await hall.sees(`[data-question="${question}"]`);
  for (const size of [HALL, { width: 1366, height: 768 }, { width: 1280, height: 720 }]) {
    await report.test(`the longest and highest text fits a display of ${size.width}×${size.height}`, async () => {
      await hall.page.setViewportSize(size);
      await becomes('what does not fit', [], () => hall.page.evaluate(outside));
    });
  }
}

async function podium({ moderator, side }) {
  await report.test('the podium reads what is asked of it, whole', async () => {
    await moderator.shows('prompt', 'side');
    await side.sees('[data-view=prompt] .text', 'ẪẬỢỮ');
    await moderator.sees('[data-display=side][data-own=true][data-standing=confirmed]');
    for (const size of [HALL, { width: 1280, height: 720 }]) {
      await side.page.setViewportSize(size);
      await becomes('what does not fit', [], () => side.page.evaluate(outside));
    }
    await picture(side, 'prompt');
  });
  await report.test('the video mixer gets a band on a transparent ground', async () => {
    await moderator.shows('lower_third', 'side');
    await side.sees('[data-view=lower_third] [data-band=question]', 'ẪẬỢỮ');
    await becomes('what is behind', ['rgba(0, 0, 0, 0)', 'rgba(0, 0, 0, 0)', 'rgba(0, 0, 0, 0)'], () =>
      side.page.evaluate(() => ['html', 'body', 'main'].map((name) => getComputedStyle(document.querySelector(name)).backgroundColor)),
    );
    await becomes('the band stands low', true, () => side.page.evaluate(() => document.querySelector('.band').getBoundingClientRect().top > innerHeight * 0.6));
    await picture(side, 'lower-third');
  });
  await report.test('neither is offered for the main display', async () => {
    await moderator.marks('[data-panel=stage] [name=display][value=main]');
    await becomes('views', 0, () => moderator.page.locator('[data-panel=stage] [data-view=prompt], [data-panel=stage] [data-view=lower_third]').count());
    await moderator.shows('main', 'side');
    await side.sees('[data-stage=main]');
    await moderator.marks('[data-panel=stage] [name=display][value=main]');
  });
}

async function picture(person, name) {
  if (process.env.PICTURES) await person.page.screenshot({ path: `${process.env.PICTURES}/stage-${name}.png`, omitBackground: true });
}

// Runs in the page: what lies outside of its place or over something else.
function outside() {
  const view = document.querySelector('.view').getBoundingClientRect();
  return [...document.querySelectorAll('.view *')]
    .filter((part) => part.checkVisibility())
    .filter((part) => {
      const { top, bottom, left, right } = part.getBoundingClientRect();
      return top < view.top - 1 || bottom > view.bottom + 1 || left < view.left - 1 || right > view.right + 1;
    })
    .map((part) => `${part.className} ${part.textContent.slice(0, 20)}`);
}

async function poll({ an, moderator, hall }) {
  await report.test('the preview of an open poll says no more than the displays are told', async () => {
    const id = await moderator.opensPoll('Thông qua chương trình?', 'hidden');
    await moderator.acts('stage.show', 'poll', id);
    await hall.sees(`[data-view=poll] [data-poll="${id}"]`);
    await an.votes(id, 'yes');
    await moderator.sees(`[data-panel=polls] [data-poll="${id}"] [data-ballots="1"]`);
    for (const place of [moderator.page.locator('[data-preview] .foot'), hall.page.locator('.foot')]) {
      await becomes('the turnout', null, () => place.getAttribute('data-ballots'));
    }
    await moderator.closesPoll(id);
  });
  await report.test('while a poll is open the hall can scan where to vote, and no longer', async () => {
    const id = await moderator.opensPoll('Thông qua quy chế?', 'turnout');
    await moderator.acts('stage.show', 'poll', id);
    await hall.sees(`[data-poll="${id}"] [data-qr="${hub.origin}/"]`);
    await hall.sees(`[data-poll="${id}"] .vote-here`, 'Quét để');
    // As large as the last row needs it: a fifth of the screen.
    await becomes('it is large enough', true, () => hall.page.evaluate(() => document.querySelector('.vote-here .qr').getBoundingClientRect().height >= 0.2 * innerHeight));
    await moderator.closesPoll(id);
    await hall.seesNo('.vote-here');
  });
  await report.test('cut off, a display keeps what it shows, and its countdown goes on', async () => {
    const id = await moderator.opensPoll('Thông qua biên bản?', 'hidden', 300);
    await moderator.acts('stage.show', 'poll', id);
    await hall.sees(`[data-poll="${id}"] [role=timer]`);
    complaints.socketsMayFail = true;
    await hall.context.setOffline(true);
    await hall.sees('[data-bar=lost]');
    await countsDown(hall, `[data-poll="${id}"]`, 300);
    await hall.context.setOffline(false);
    await hall.seesNo('[data-bar=lost]');
    complaints.socketsMayFail = false;
  });
}

// Runs in the page: counts how often what was shown stayed over what came.
function countFades() {
  window.fades = 0;
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const node of addedNodes) if (node.classList?.contains('leaving')) window.fades += 1;
  }).observe(document.querySelector('main'), { childList: true });
}

async function fading({ moderator, hall }) {
  await report.test('one view fades into the next, and nothing of it stays; with reduced motion it is just there', async () => {
    await hall.page.evaluate(countFades);
    await moderator.shows('join');
    await hall.sees('[data-view=join] .qr');
    await hall.seesNo('.leaving');
    await becomes('fades', 1, () => hall.page.evaluate(() => window.fades));
    await hall.page.emulateMedia({ reducedMotion: 'reduce' });
    await moderator.shows('agenda');
    await hall.sees('[data-view=agenda] .agenda');
    await becomes('fades', 1, () => hall.page.evaluate(() => window.fades));
    await hall.page.emulateMedia({ reducedMotion: 'no-preference' });
  });
}

async function desk({ operator, moderator }) {
  for (const text of ['Bao giờ có chợ mới?', 'Trường học khi nào xong?']) {
    await operator.writes('#question', text);
    await operator.presses('[data-action="question.submit"]');
    await moderator.finds('pending', text);
  }
  await report.test('what is done most with a question stands in one line, and no name is broken', async () => {
    for (const language of ['en', 'vi']) {
      await moderator.presses('[data-action=language]');
      await becomes('the language', language, () => moderator.page.getAttribute('html', 'lang'));
      await becomes(`what is broken in ${language}`, [], () => moderator.page.evaluate(broken));
    }
  });
  await report.test('questions stay in sight while what is below is scrolled to', async () => {
    const scrolls = (end) => moderator.page.evaluate((end) => document.querySelector('.side').scrollTo(0, end ? 1e6 : 0), end);
    await scrolls(true);
    await becomes('the list is there', true, () =>
      moderator.page.evaluate(() => document.querySelector('[data-panel=pending] h2').getBoundingClientRect().top > 0 && document.querySelector('.side').scrollTop > 100),
    );
    await becomes('columns that end under the strip', [], () => moderator.page.evaluate(underStrip));
    await scrolls(false);
  });
}

// Runs in the page: columns that go on behind the strip below, or a strip that is not all in the window.
function underStrip() {
  const strip = document.querySelector('.fairness').getBoundingClientRect();
  const columns = [...document.querySelectorAll('.board > *')].filter((column) => column.getBoundingClientRect().bottom > strip.top);
  return [...columns.map((column) => column.className), ...(strip.bottom > innerHeight ? ['the strip'] : [])];
}

// Runs in the page: rows of buttons in more than one line, and names of displays as well.
function broken() {
  const rows = [...document.querySelectorAll('[data-panel=pending] [data-question] > .row')].map((row) => [...row.children]);
  const names = [...document.querySelectorAll('.displays [data-stage-view] bdi')];
  return [...rows.filter((buttons) => new Set(buttons.map((button) => button.offsetTop)).size > 1).map(([first]) => first.textContent),
    ...names.filter((name) => name.getClientRects().length > 1).map((name) => name.textContent)];
}

async function habits({ hall }) {
  await report.test('F fills the screen and gives it back; the pointer goes when it lies still', async () => {
    await hall.page.keyboard.press('f');
    await becomes('full screen', true, () => hall.page.evaluate(() => document.fullscreenElement !== null));
    await hall.page.keyboard.press('f');
    await becomes('full screen', false, () => hall.page.evaluate(() => document.fullscreenElement !== null));
    await hall.page.mouse.move(200, 200);
    await hall.page.mouse.move(210, 210);
    await becomes('the pointer', 'none', () => hall.page.evaluate(() => getComputedStyle(document.documentElement).cursor));
  });
}
