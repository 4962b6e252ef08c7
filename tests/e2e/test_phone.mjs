// The page for phones in a bad hour: a weak link, a slip of the finger, a hub that is not there, an app that keeps nothing.
// The hub is the real one and its certificate is trusted, as at a venue. Each part goes on where the one before it ended.
import { openAdmin } from './support_admin.mjs';
import { complaints } from './support_browser.mjs';
import { CONFERENCE } from './support_conference.mjs';
import { holdConference, nothingComplained } from './support_hold.mjs';
import { openModerator, openPhone } from './support_people.mjs';
import { newBuild } from './support_shell.mjs';
import { atRest, becomes, Hub, report, until } from './support.mjs';

const accounts = [...CONFERENCE.accounts, { id: 'admin', name: 'Quản trị viên', roles: ['admin'] }];
const hub = new Hub({ ...CONFERENCE, accounts });
const PHONE_OF_ZALO = 'Mozilla/5.0 (Linux; Android 10; SM-A205F; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0 Mobile Safari/537.36 Zalo android/12100';

await holdConference({ hub, trusted: true }, async (browser) => {
  const logins = await hub.logins();
  const trusted = { ignoreHTTPSErrors: false };
  const an = await openPhone(browser, 'An', trusted);
  const binh = await openPhone(browser, 'Bình', trusted);
  const moderator = await openModerator(browser, trusted);
  // Lucky ones: what pages draw lots for, so as not to come all at once, is theirs at once.
  for (const { context } of [an, binh, moderator]) await context.addInitScript(() => (Math.random = () => 0.05));
  await moderator.signsIn(`${hub.origin}/mod`, 'moderator', logins.moderator.password);
  await typesCode(an, logins['hall-0001'].code);
  await binh.go(logins['hall-0002'].link);
  await binh.sees('[data-me="hall-0002"]');
  await keepsDraft(an, logins['hall-0001'].code);
  const poll = await leavesWriter(an, binh, moderator);
  await movesNothing(binh, moderator, poll);
  await leavesNoRoom(binh, moderator);
  await showsOutbox(an, moderator, poll);
  await closesIntake(an, binh, moderator);
  await tellsSilence(binh);
  await learnsWhereItMayGo(await openAdmin(browser, trusted), binh, logins.admin.password);
  await opensWithoutHub(binh);
  await takesNewBuild(an, binh, moderator);
  await scansAgain(binh, logins['hall-0002'].link);
  await saysFirstWords(browser, logins['dc01-0001'].link);
  await keepsNothing(browser, logins['hall-0003']);
  await saysWhatIsWrong(browser, an, moderator, logins['hall-0003']);
  await nothingComplained();
});

async function typesCode(an, code) {
  const wrong = code.slice(0, 11) + ((Number(code[11]) + 1) % 10);
  const field = () => an.page.locator('#code').inputValue();
  await report.test('a mistyped digit is told before anything is sent; a pasted code comes in groups', async () => {
    await an.go(`${hub.origin}/`);
    await an.sees('[data-link=live]');
    await until('the second part', () => an.page.evaluate(() => document.styleSheets[0].cssRules.length > 1 && performance.getEntriesByType('resource').some(({ name }) => name.includes('/ask-'))));
    await an.types('#code', wrong.slice(0, 5));
    await becomes('the code in groups', `${wrong.slice(0, 3)} ${wrong.slice(3, 5)}`, field);
    await an.types('#code', wrong.slice(5));
    await an.sees('[data-trouble=code_wrong]', 'Mã chưa đúng');
    await an.page.locator('#code').press('Backspace');
    await becomes('what is said of eleven', '', () => an.page.getAttribute('#trouble', 'data-trouble'));
    await an.page.locator('#code').clear();
    await an.page.locator('#code').focus();
    await an.page.evaluate((text) => document.execCommand('insertText', false, text), ` ${code.slice(0, 3)}-${code.slice(3, 6)} . ${code.slice(6)} `);
    await becomes('the pasted code', code.replace(/(\d{3})(?=\d)/g, '$1 '), field);
    await an.presses('[data-action="session.open"]');
    await an.sees('[data-me="hall-0001"]');
  });
}

function written(phone) {
  return phone.page.evaluate(() => [document.querySelector('#question')?.value, document.querySelector('#anonymous')?.checked]);
}

async function keepsDraft(an, code) {
  await report.test('a draft outlives other tabs, another language, a reload, signing out and in', async () => {
    const draft = ['Đề nghị làm rõ nguồn vốn', true];
    await an.looksAt('ask');
    await an.writes('#question', draft[0]);
    await an.marks('#anonymous');
    await an.looksAt('now');
    await an.presses('[data-action=language]');
    await an.sees('[data-tab=ask]', 'Ask');
    await an.presses('[data-action=language]');
    await an.looksAt('ask');
    await becomes('the draft', draft, () => written(an));
    await an.page.reload();
    await an.looksAt('ask');
    await becomes('the draft after a reload', draft, () => written(an));
    await an.looksAt('now');
    an.page.once('dialog', (dialog) => dialog.accept());
    await an.presses('[data-action="session.close"]');
    await an.sees('#code');
    await an.joinsByCode(hub.origin, code);
    await an.looksAt('ask');
    await becomes('the draft of the same person', draft, () => written(an));
  });
}

function topOf(phone, selector) {
  return phone.page.locator(selector).filter({ visible: true }).first().evaluate((element) => Math.round(element.getBoundingClientRect().top));
}

async function leavesWriter(an, binh, moderator) {
  let poll;
  await report.test('a new poll takes the tab of who does nothing, and leaves who writes alone', async () => {
    await an.page.locator('#question').focus();
    const before = await atRest('the field', () => topOf(an, '#question'));
    poll = await moderator.opensPoll('Thông qua dự thảo nghị quyết?', 'hidden', 0);
    await binh.sees(`#panel-poll [data-poll="${poll}"]`);
    await an.sees('[data-action=show-poll]', 'Có bỏ phiếu mới');
    await an.sees('[data-tab=poll] .dot');
    await an.sees('#panel-ask #question');
    await becomes('where the text stands', before, () => topOf(an, '#question'));
    await an.presses('[data-action=show-poll]');
    await an.sees(`#panel-poll [data-poll="${poll}"]`);
    await an.seesNo('[data-action=show-poll]');
  });
  return poll;
}

/** And leaves it there: what it lay on is held for two seconds more, and what comes may take longer. */
async function laysFinger(phone, selector) {
  await phone.page.locator(selector).hover();
  await phone.page.mouse.down();
}

async function movesNothing(binh, moderator, poll) {
  const option = `input[name=poll-${poll}][value=no]`;
  await report.test('while a poll is open the speaker is one line above it; whoever comes moves nothing under the finger', async () => {
    await binh.looksAt('now');
    await binh.presses('[data-action="speaker.request"]');
    await binh.sees('[data-floor=waiting]');
    await binh.looksAt('poll');
    await laysFinger(binh, option);
    const before = await atRest('the option', () => topOf(binh, option));
    await moderator.acts('speaker.call', 'speaker', 1);
    await binh.sees('[data-cue=next]');
    await becomes('the option under the finger', before, () => topOf(binh, option));
    await binh.page.mouse.up();
    await laysFinger(binh, option);
    await moderator.starts(1);
    await binh.sees('[data-cue=speaking]');
    await binh.sees('[data-speaks="1"]', 'Hội trường');
    await becomes('the option under the finger, later', before, () => topOf(binh, option));
    await binh.page.mouse.up();
    await moderator.acts('speaker.finish', 'speaker', 1);
    await binh.seesNo('[data-cue]');
  });
}

async function leavesNoRoom(binh, moderator) {
  await report.test('what goes above the button that was pressed last leaves no empty room, once the finger is gone', async () => {
    await binh.looksAt('now');
    await binh.presses('[data-action="speaker.request"]');
    await binh.sees('[data-floor=waiting]');
    await moderator.acts('speaker.call', 'speaker', 2);
    await binh.sees('#panel-now [data-floor=next]');
    await moderator.starts(2);
    await binh.sees('[data-cue=speaking]');
    await becomes('the room that was made', '', () => binh.page.evaluate(() => document.querySelector('main').style.cssText));
    await moderator.acts('speaker.finish', 'speaker', 2);
    await binh.seesNo('[data-cue]');
  });
}

async function showsOutbox(an, moderator, poll) {
  complaints.socketsMayFail = true;
  await report.test('without a network: first that it reconnects, then a dark bar that counts and opens; what has not left can be cancelled', async () => {
    await an.context.setOffline(true);
    await an.sees('[data-bar=lost]', 'cập nhật lúc');
    await an.votes(poll, 'yes');
    await an.sees(`[data-poll="${poll}"] [data-ballot=held]`);
    await an.looksAt('ask');
    await an.presses('[data-action="question.submit"]');
    await an.sees('[data-outbox="2"][data-loss=offline] summary', 'Mất mạng – sẽ gửi khi có mạng · 2 mục chờ gửi');
    await an.presses('[data-outbox] summary');
    await an.sees('[data-held="poll.cast"]', 'Thông qua dự thảo');
    await an.presses('[data-held="question.submit"] [data-action=cancel]');
    await an.sees('[data-outbox="1"]');
  });
  await report.test('a ballot that came too late says so in red, through a reload, until that is understood', async () => {
    await moderator.closesPoll(poll);
    await an.context.setOffline(false);
    await an.sees('[data-held="poll.cast"][data-state=refused]', 'Không kịp: cuộc bỏ phiếu đã đóng');
    await an.page.reload();
    await an.sees('[data-held="poll.cast"][data-state=refused]', 'Không kịp');
    await an.presses('[data-held="poll.cast"] [data-action=dismiss]');
    await an.seesNo('[data-outbox]');
  });
}

async function closesIntake(an, binh, moderator) {
  await report.test('where no questions are taken a sentence says so, and what was written stays to be seen and sent later', async () => {
    await an.looksAt('ask');
    await an.writes('#question', 'Bao giờ sửa đường?');
    await binh.looksAt('ask');
    await moderator.presses('[data-panel=intake] summary');
    await moderator.presses('[data-intake-of=conference] [data-value=paused]');
    for (const person of [an, binh]) await person.sees('form[data-intake=paused]', 'Đang tạm dừng nhận câu hỏi');
    await binh.seesNo('form[data-intake] :is(textarea, input, button, label)');
    await an.sees('form[data-intake] label', 'Bản nháp của bạn (vẫn được giữ)');
    await becomes('the draft', 'Bao giờ sửa đường?', () => an.page.locator('#question').inputValue());
    await an.seesNo('[data-action="question.submit"]');
    await moderator.presses('[data-intake-of=conference] [data-value=open]');
    await binh.sees('#question');
    await an.presses('[data-action="question.submit"]');
    await an.sees('[data-my-question]', 'Bao giờ sửa đường?');
  });
}

async function tellsSilence(binh) {
  await report.test('a link that says nothing any more is told when its beat is overdue, long before it is given up', async () => {
    hub.process.kill('SIGSTOP');
    try {
      await binh.sees('[data-link=lost]');
      await binh.sees('[data-bar=lost][data-loss=reconnecting]', 'cập nhật lúc');
      await becomes('how sockets ended', [], () => binh.closeCodes());
    } finally {
      hub.process.kill('SIGCONT');
    }
    await binh.sees('[data-link=live]');
    await binh.seesNo('[data-bar=lost]');
  });
}

function controlled(phone) {
  return phone.page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state);
}

async function learnsWhereItMayGo(admin, binh, password) {
  await report.test('a page that is kept for when there is no network learns by the next opening which sites it may go to', async () => {
    await becomes('the shell', 'activated', () => controlled(binh));
    await admin.signsIn(`${hub.origin}/admin`, 'admin', password);
    await admin.goesTo('sites');
    await admin.presses('[data-site=dc01] [data-action="site.change-open"]');
    await admin.fills('site.change', { address: 'https://dc01.example.vn:8443' });
    await admin.sees('[data-site=dc01] [data-address]');
    await admin.context.close();
    const kept = async () => {
      const page = await binh.page.reload();
      return [page.fromServiceWorker(), (await page.allHeaders())['content-security-policy'].includes(' wss://dc01.example.vn:8443')];
    };
    await becomes('what the page may do', [true, true], kept);
    await binh.sees('[data-me="hall-0002"]');
  });
}

async function opensWithoutHub(binh) {
  await report.test('with the hub gone a reload shows the last state with its age, and takes what is asked', async () => {
    await becomes('the shell', 'activated', () => controlled(binh));
    await binh.looksAt('ask');
    await hub.kill();
    await binh.sees('[data-link=lost]');
    await binh.page.reload();
    await binh.sees('[data-me="hall-0002"]');
    await binh.sees('h1', 'Hội nghị thử');
    await binh.sees('[data-bar=lost]', 'cập nhật lúc');
    await binh.asks('Câu hỏi khi mất trung tâm');
    await binh.sees('[data-outbox="1"]');
    await binh.page.reload();
    await binh.sees('[data-outbox="1"]');
  });
}

async function takesNewBuild(an, binh, moderator) {
  await report.test('the hub comes back with a newer build: what was held goes out, and the page says so and takes it when asked', async () => {
    const name = newBuild(hub, 'newer0build');
    await hub.start();
    await binh.seesNo('[data-outbox]');
    complaints.socketsMayFail = false;
    for (const person of [an, binh, moderator]) await person.sees('[data-bar=newer]', 'Có bản mới');
    await binh.looksAt('ask');
    await binh.sees('[data-my-question]', 'mất trung tâm');
    await binh.presses('[data-bar=newer] [data-action=reload]');
    await binh.sees(`html[data-build="${name}"]`);
    await binh.sees('[data-me="hall-0002"]');
    await binh.seesNo('[data-bar=newer]');
    await becomes('the caches', true, () => binh.page.evaluate(async (build) => (await caches.keys()).includes(`lamrelay.${build}`), name));
  });
}

async function scansAgain(binh, link) {
  await report.test('the same card scanned again and again on the same phone is one and the same', async () => {
    const token = () => binh.page.evaluate(() => localStorage.getItem('lamrelay.participant.session'));
    for (let time = 0; time < 5; time += 1) {
      const before = await token();
      await binh.go('about:blank');
      await binh.go(link);
      await until('the card is used', async () => !['null', before].includes(await token()));
      await binh.sees('[data-me="hall-0002"]');
    }
    await binh.sees('[data-link=live]');
    await binh.seesNo('[data-move-refused]');
  });
}

async function saysFirstWords(browser, link) {
  await report.test('a card goes with the upgrade, and so does who is back with what is kept: the phone says hello in no message', async () => {
    const hoa = await openPhone(browser, 'Hoa', { ignoreHTTPSErrors: false });
    const sent = [];
    hoa.page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sent.push(JSON.parse(payload).method)));
    const greetings = () => sent.filter((method) => ['hello', 'session.open'].includes(method));
    await hoa.go(link);
    await hoa.sees('[data-me="dc01-0001"]');
    await until('what is shown is kept', () => hoa.page.evaluate(() => localStorage.getItem('lamrelay.participant.rows')?.startsWith('{')));
    hoa.frames.length = 0;
    await hoa.page.reload();
    await hoa.sees('[data-link=live]');
    await becomes('what was said in messages', [], greetings);
    const answers = hoa.frames.map((frame) => JSON.parse(frame));
    if (!answers.some(({ id, result }) => id === 'hello' && result.person === 'dc01-0001')) throw new Error('its hello was not answered');
    if (answers.some(({ method }) => method === 'snapshot')) throw new Error('it was sent what it had');
    await hoa.context.close();
  });
}

async function keepsNothing(browser, { code, link }) {
  await report.test('inside another app the page says where it is better opened', async () => {
    const cuc = await openPhone(browser, 'Cúc in Zalo', { ignoreHTTPSErrors: false, userAgent: PHONE_OF_ZALO });
    await cuc.go(link);
    await cuc.sees('[data-me="hall-0003"]');
    await cuc.sees('[data-note=in-app]', 'Mở bằng trình duyệt');
    const address = await cuc.attribute('[data-action=open-browser]', 'href');
    if (!address.startsWith(`intent://localhost:${hub.port}/`) || /#t=/.test(address)) throw new Error(`it leads to ${address}`);
    await cuc.context.close();
  });
  await report.test('where nothing can be stored the page works all the same, and says what that means', async () => {
    const cuc = await openPhone(browser, 'Cúc in a private window', { ignoreHTTPSErrors: false });
    await cuc.context.addInitScript(() => {
      const denied = () => { throw new DOMException('denied', 'SecurityError'); };
      for (const name of ['localStorage', 'sessionStorage', 'caches', 'indexedDB']) Object.defineProperty(window, name, { get: denied });
      Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: () => undefined });
    });
    await cuc.joinsByCode(hub.origin, code);
    await cuc.sees('[data-note=not-stored]', 'riêng tư');
    await cuc.asks('Câu hỏi không lưu được');
    await cuc.sees('[data-my-question][data-state=pending]', 'không lưu được');
    await cuc.context.close();
  });
}

async function saysWhatIsWrong(browser, an, moderator, { code }) {
  await report.test('who comes for the first time can type before the hub has answered: what is pressed meanwhile waits for it', async () => {
    const dung = await openPhone(browser, 'Dung, early', { ignoreHTTPSErrors: false });
    let letThrough;
    const opened = new Promise((done) => (letThrough = done));
    await dung.page.routeWebSocket(/\/ws$/, async (socket) => {
      await opened;
      socket.connectToServer();
    });
    await dung.go(hub.origin);
    await dung.sees('[data-link=lost]', 'Đang kết nối…');
    await dung.types('#code', code);
    await dung.presses('[data-action="session.open"]');
    await dung.sees('[data-action="session.open"]:disabled');
    letThrough();
    await dung.sees('[data-me="hall-0003"]');
    await dung.context.close();
  });
  await report.test('who gets no answer is offered to try again; the words stand in the page itself', async () => {
    const dung = await openPhone(browser, 'Dung', { ignoreHTTPSErrors: false });
    await dung.page.routeWebSocket(/\/ws$/, () => undefined);
    for (const [address, screen] of [['/', 'sign-in'], ['/#t=AAAAAAAAAAAAAAAAAAAAAA', 'starting']]) {
      await dung.go('about:blank');
      await dung.go(hub.origin + address);
      await dung.sees(`[data-screen=${screen}]`, 'Đang kết nối…');
      await dung.page.evaluate(() => document.getAnimations().forEach((animation) => animation.finish()));
      await dung.sees('[data-action=retry]', 'Mạng chậm – thử lại');
    }
    await dung.page.route('**/assets/*', () => undefined);
    await dung.page.goto(`${hub.origin}/mod`, { waitUntil: 'commit' });
    await dung.sees('#app', 'Đang kết nối…');
    await dung.context.close();
  });
  await report.test('a fault of the page says what is kept, one way on, and a code', async () => {
    for (const person of [an, moderator]) {
      await person.page.evaluate(() => setTimeout(() => { throw new Error('planted'); }));
      await person.sees('[data-bar=fault]', 'Mã cho người hỗ trợ');
      await person.presses('[data-bar=fault] [data-action=reload]');
      await person.sees('[data-screen=main]');
      await person.seesNo('[data-bar=fault]');
    }
    await becomes('what was planted', true, () => complaints.list.length === 2 && complaints.list.every((words) => words.includes('planted')));
    complaints.list.splice(0);
  });
}
