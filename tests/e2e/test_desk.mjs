// Two moderators, An and Bình, work through new questions: by keys alone, with a list that holds still, on the same row, and in the same order.
import { judge } from './support_access.mjs';
import { complaints, LAPTOP, Person, TABLET } from './support_browser.mjs';
import { crowd, Delegate } from './support_crowd.mjs';
import { holdConference, nothingComplained } from './support_hold.mjs';
import { atRest, becomes, Hub, report, until } from './support.mjs';

const CONFERENCE = {
  id: 'desk',
  title: { vi: 'Hội nghị đối thoại', en: 'Dialogue' },
  theme: { vi: 'Lắng nghe' },
  addresses: [],
  sites: [
    { id: 'hall', name: { vi: 'Hội trường' }, kind: 'hall', people: 12 },
    { id: 'dc01', name: { vi: 'Kỳ Sơn' }, kind: 'remote', people: 3 },
    { id: 'dc02', name: { vi: 'Con Cuông' }, kind: 'remote', people: 1 },
  ],
  topics: [{ id: 'economy', name: { vi: 'Kinh tế' } }, { id: 'health', name: { vi: 'Y tế' } }],
  agenda: [{ kind: 'dialogue', title: { vi: 'Đối thoại' } }],
  accounts: [
    { id: 'an', name: 'An', roles: ['moderator'] },
    { id: 'binh', name: 'Bình', roles: ['moderator'] },
  ],
};
const TEXTS = ['Bao giờ có trạm y tế?', 'Trường học thiếu phòng', 'Chợ trung tâm xuống cấp', 'Giá nước sạch', 'Đường điện bản xa', 'Vay vốn trồng rừng', 'Cầu treo bản Vẽ',
  'Sóng điện thoại', 'Thuốc bảo hiểm', 'Đền bù đất', 'Đường liên xã', 'Đường liên bản'];

const limits = { messagesPerMinute: 6000, messagesBurst: 2000, questionsPerMinute: 6000, questionsBurst: 1000 };
const hub = new Hub({ ...CONFERENCE, limits });

await holdConference({ hub }, async (browser) => {
  const logins = await hub.logins();
  const { delegates } = await crowd(hub, [...TEXTS.map((_, index) => logins[`hall-00${String(index + 1).padStart(2, '0')}`]), logins['dc01-0001'], logins['dc01-0002']]);
  for (const [index, text] of TEXTS.entries()) await delegates[index].act('question.submit', { text });
  const binh = await Delegate.join(hub, { name: 'binh', password: logins.binh.password });
  const an = await enter(browser, 'an', LAPTOP, logins);
  await keys(an);
  await still(an, binh, delegates);
  await together(an, binh);
  await merging(an);
  await order(an);
  await fairness(an, delegates);
  await poll(an);
  await narrow(browser, logins);
  await late(an, delegates);
  await alike(an, delegates);
  await onDuty(an, binh);
  await many(an, delegates);
  await nothingComplained();
});

async function enter(browser, who, size, logins) {
  const person = await Person.open(browser, who, size);
  await person.go(`${hub.origin}/mod`);
  await person.givesPassword(who, logins[who].password);
  await person.sees('[data-panel=pending] [data-question]');
  return person;
}

/** Of a page opened from now on, what the hub says to it can be made to come late: from `late(true)` to `late(false)`. */
async function slowAnswers({ page }) {
  let isLate = false;
  const waiting = [];
  await page.routeWebSocket(/\/ws$/, (near) => {
    const far = near.connectToServer();
    far.onMessage((message) => (isLate ? waiting.push(() => near.send(message)) : near.send(message)));
  });
  return (late) => {
    isLate = late;
    if (!late) for (const pass of waiting.splice(0)) pass();
  };
}

async function press(person, ...names) {
  for (const name of names) await person.page.keyboard.press(name);
}

/** The number of the question whose row has the focus. */
function focused(person) {
  return person.page.evaluate(() => Number(document.activeElement?.closest('li[data-question]')?.dataset.question ?? 0));
}

function stands(person, question) {
  return becomes('the focus', question, () => focused(person));
}

/** The row has the focus, and nothing that was done with it is still on its way: until then its keys are out of work. */
async function goesTo(person, selector) {
  const at = `${selector}:not([data-sending])`;
  await person.sees(at);
  await person.page.locator(at).focus();
  await until(`${selector} has the focus`, () => person.page.evaluate((wanted) => document.activeElement?.matches(wanted), at));
}

function row(question) {
  return `[data-panel=pending] [data-question="${question}"]`;
}

function said(person) {
  return person.page.locator('#say-polite').textContent();
}

function topOf(person, question) {
  return person.page.evaluate((id) => Math.round(document.querySelector(`li[data-question="${id}"]`).getBoundingClientRect().top), question);
}

/** The approved ones as they stand. */
function shown(person) {
  return person.page.locator('[data-rows=approved] > li').evaluateAll((rows) => rows.map((one) => Number(one.dataset.question)));
}

async function keys(an) {
  await report.test('[ and ] go from column to column, into the list; J and K from row to row', async () => {
    await press(an, ']');
    await stands(an, 1);
    await press(an, 'j', 'ArrowDown');
    await stands(an, 3);
    await press(an, 'k');
    await stands(an, 2);
    const [place, size] = await an.page.evaluate(() => ['aria-posinset', 'aria-setsize'].map((name) => document.activeElement.getAttribute(name)));
    await becomes('what is said of the row', ['2', '12'], () => [place, size]);
    await becomes('rows that the tab key reaches', 1, () => an.page.locator('[data-rows=pending] > li[tabindex="0"]').count());
  });
  await report.test('A approves and goes on with the next row; the other keeps its place, grey, and nothing moves', async () => {
    const before = await atRest('the next row', () => topOf(an, 3));
    await press(an, 'a');
    await stands(an, 3);
    await an.sees('[data-gone="2"]', 'Bạn đã duyệt');
    await an.sees('[data-panel=approved] [data-question="2"]');
    await becomes('where the next row stands', before, () => topOf(an, 3));
  });
  await report.test('R and a number reject with that reason; Z takes it back', async () => {
    await press(an, 'r', '2');
    await stands(an, 4);
    await an.sees('[data-gone="3"]', 'Bạn đã từ chối');
    await an.sees('[data-undo="3"] [data-action="question.undo"]');
    await press(an, 'z');
    await an.sees(row(3));
  });
  await report.test('the last reason asks for words', async () => {
    await press(an, 'r', '6');
    await becomes('the field', 'note', () => an.page.evaluate(() => document.activeElement.getAttribute('name')));
    await press(an, 'Escape');
    await stands(an, 4);
  });
  await report.test('what an input method writes is no key; in a field letters are letters', async () => {
    for (const isOne of [{ isComposing: true }, { keyCode: 229 }])
      await an.page.evaluate((more) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyA', key: 'a', bubbles: true, cancelable: true, ...more })), isOne);
    await stands(an, 4);
    await press(an, 'e');
    await an.sees('[data-form="question.edit"]');
    await press(an, 'End');
    await an.page.keyboard.type(' aj');
    await press(an, 'Control+Enter');
    await stands(an, 4);
    await an.sees(row(4), 'Giá nước sạch aj');
  });
  await report.test('single keys are switched off and on again; the help shows them all', async () => {
    await press(an, 'Shift+?');
    await an.sees('dialog.hotkeys', 'Duyệt');
    await an.marks('#single-keys', false);
    await press(an, 'Escape');
    await stands(an, 4);
    await press(an, 'a', 'Shift+?');
    await stands(an, 4);
    await an.presses('[data-action=hotkeys]');
    await an.marks('#single-keys');
    await an.presses('[data-action=hotkeys-close]');
    await press(an, '/');
    await becomes('the field', 'search', () => an.page.evaluate(() => document.activeElement.id));
  });
  await report.test('T gives a topic', async () => {
    await goesTo(an, row(4));
    await press(an, 't');
    await an.page.locator('[data-form="question.edit"] [name=topic]').selectOption('health');
    await press(an, 'Control+Enter');
    await stands(an, 4);
    await an.sees(row(4), 'Y tế');
  });
}

async function still(an, binh, delegates) {
  let before;
  await report.test('while one works in the list, new questions wait behind a pill and a colleague’s row stays, grey', async () => {
    await goesTo(an, row(6));
    before = await atRest('the row', () => topOf(an, 6));
    await delegates[12].act('question.submit', { text: 'Câu từ điểm cầu' });
    await binh.act('question.approve', { question: 5, rev: 1 });
    await an.sees('[data-action=show-new][data-fresh="1"]', '1 câu mới');
    await an.sees('[data-gone="5"]', 'Bình đã duyệt');
    await becomes('where the row stands', before, () => topOf(an, 6));
    await stands(an, 6);
    await becomes('what is said', true, async () => /1 câu hỏi mới/.test(await said(an)));
  });
  await report.test('N lets them in and takes away what has gone', async () => {
    await press(an, 'n');
    await stands(an, 13);
    await an.seesNo('[data-gone]');
    await an.seesNo('[data-action=show-new]');
  });
  await report.test('a stream that is stopped lets nothing in until it is let go', async () => {
    await an.presses('[data-action=pause]');
    await delegates[13].act('question.submit', { text: 'Câu lúc tạm dừng' });
    await an.sees('[data-action=show-new][data-fresh="1"]');
    await an.presses('[data-action=pause]');
    await an.sees(row(14));
  });
}

async function together(an, binh) {
  const acts = { question: 7 };
  await report.test('who opens a row is seen by the other', async () => {
    await binh.call('question.claim', { question: 7, on: true });
    await an.sees(`${row(7)} [data-claim=binh]`, 'Bình đang xem');
  });
  await report.test('somebody edits what is being edited: both versions are shown, none is lost', async () => {
    await goesTo(an, row(7));
    await press(an, 'e');
    await an.writes('[data-form="question.edit"] [name=text]', 'Cầu treo bản Vẽ: bao giờ xong?');
    await binh.act('question.edit', { ...acts, rev: 1, text: 'Cầu treo bản Vẽ đã hỏng' });
    await an.sees('[data-conflict="2"]', 'Cầu treo bản Vẽ đã hỏng');
    await becomes('the own words', 'Cầu treo bản Vẽ: bao giờ xong?', () => an.page.locator('[data-form="question.edit"] [name=text]').inputValue());
  });
  await report.test('there is one choice then, theirs or one’s own: nothing is saved past it', async () => {
    await an.seesNo('[data-form="question.edit"] [data-action="question.edit"]');
    await press(an, 'Control+Enter');
    await becomes('the focus', 'conflict-theirs', () => an.page.evaluate(() => document.activeElement.dataset.action));
    await an.sees('[data-conflict="2"]', 'Bình');
  });
  await report.test('sent before the other’s words were here, it is refused, and comes back beside them', async () => {
    await an.presses('[data-action=conflict-theirs]');
    await goesTo(an, row(7));
    await press(an, 'e');
    await an.writes('[data-form="question.edit"] [name=text]', 'Cầu treo bản Vẽ: bao giờ xong?');
    complaints.socketsMayFail = true;
    await an.context.setOffline(true);
    await an.sees('[data-link=lost]');
    await press(an, 'Control+Enter');
    await binh.act('question.edit', { ...acts, rev: 2, text: 'Cầu treo bản Vẽ đã hỏng hẳn' });
    await an.context.setOffline(false);
    await an.sees('[data-refused=stale_rev]');
    await an.sees('[data-conflict="3"]', 'đã hỏng hẳn');
    await becomes('the own words', 'Cầu treo bản Vẽ: bao giờ xong?', () => an.page.locator('[data-form="question.edit"] [name=text]').inputValue());
    await an.presses('[data-action=conflict-mine]');
    await an.sees(row(7), 'bao giờ xong?');
    await an.presses('[data-action=dismiss]');
    complaints.socketsMayFail = false;
  });
  await report.test('the whole life of a question can be read: who did what, with the words before and after', async () => {
    await an.page.locator(row(7)).focus();
    await press(an, 'Enter');
    await an.presses('[data-action=history]');
    const life = '[data-history="7"]';
    await an.sees(`${life} [data-act=question_submitted]`, 'Cầu treo bản Vẽ');
    await an.sees(`${life} [data-act=question_edited][data-n="2"]`, 'Bình: sửa');
    await an.sees(`${life} [data-act=question_edited][data-n="4"]`, 'Trước: Cầu treo bản Vẽ đã hỏng hẳn');
    await an.sees(`${life} [data-act=question_edited][data-n="4"]`, 'Sau: Cầu treo bản Vẽ: bao giờ xong?');
    await becomes('faults', [], () => judge(an.page, { sizes: [[1366, 768]], themes: ['light'] }));
    await an.presses('[data-action=history]');
    await an.seesNo(life);
    await an.presses('[data-action=details-close]');
  });
  await report.test('an act is on the row as a colleague has left it', async () => {
    await binh.act('question.approve', { question: 8, rev: 1 });
    await binh.act('question.unapprove', { question: 8, rev: 2 });
    const { page } = an;
    await an.sees(`${row(8)}[data-rev="3"]`);
    await goesTo(an, row(8));
    await Promise.all([binh.act('question.edit', { question: 8, rev: 3, text: 'Sóng điện thoại ở bản' }), until('its text', async () => (await page.locator(row(8)).innerText()).includes('ở bản'))]);
    await press(an, 'a');
    await an.sees('[data-gone="8"]', 'Bạn đã duyệt');
  });
}

async function merging(an) {
  await report.test('X marks, M merges into the one that is chosen', async () => {
    await goesTo(an, row(11));
    await press(an, 'x');
    await goesTo(an, row(12));
    await press(an, 'x');
    await an.sees('[data-marks="2"]');
    await press(an, 'm');
    await an.marks('dialog.merge [name=lead][value="12"]');
    await an.presses('dialog.merge [data-action="question.merge"]');
    await an.sees(row(12), '2 người');
    await an.sees('[data-gone="11"]', 'Bạn đã gộp');
    await stands(an, 12);
  });
}

async function order(an) {
  const approved = (question) => `[data-rows=approved] > [data-question="${question}"]`;
  await report.test('P pins, Alt and the arrows put in order, and it is said', async () => {
    await until('four in the queue', async () => (await shown(an)).length === 3);
    await goesTo(an, row(9));
    await press(an, 'a');
    await until('four in the queue', async () => (await shown(an)).length === 4);
    const last = (await shown(an)).at(-1);
    await goesTo(an, approved(last));
    await press(an, 'p');
    await an.sees(`${approved(last)} [data-why=pinned]`);
    await becomes('the first', last, async () => (await shown(an))[0]);
    await stands(an, last);
    const [, , third, fourth] = await shown(an);
    await goesTo(an, approved(fourth));
    await press(an, 'Alt+ArrowUp');
    await becomes('what is said', 'Chuyển lên vị trí 2 trên 4', () => said(an));
    await becomes('the second', fourth, async () => (await shown(an))[1]);
    await stands(an, fourth);
    await goesTo(an, approved(third));
    await press(an, 'Alt+ArrowUp');
    await becomes('the third', third, async () => (await shown(an))[2]);
    await goesTo(an, approved(third));
    await press(an, 'Alt+ArrowUp');
    await becomes('the second', third, async () => (await shown(an))[1]);
    await goesTo(an, approved(third));
    await press(an, 'Alt+ArrowDown');
    await becomes('what is said', 'Chuyển xuống vị trí 3 trên 4', () => said(an));
    await becomes('the third', third, async () => (await shown(an))[2]);
    await stands(an, third);
  });
  await report.test('the pointer drags a row to its place', async () => {
    const before = await atRest('the order', () => shown(an));
    const [grip, over] = [an.page.locator(`${approved(before[3])} .grip`), an.page.locator(approved(before[1]))];
    await over.scrollIntoViewIfNeeded();
    await grip.hover();
    await an.page.mouse.down();
    const { x, y } = await over.boundingBox();
    await an.page.mouse.move(x + 30, y + 20, { steps: 6 });
    await an.page.mouse.move(x + 30, y + 6, { steps: 3 });
    await an.page.mouse.up();
    await becomes('the order', [before[0], before[3], before[1], before[2]], () => shown(an));
  });
  await report.test('G asks it, G again shows it on the screens, D has it answered', async () => {
    const [first] = await shown(an);
    await goesTo(an, approved(first));
    await press(an, 'g');
    await an.sees(`[data-panel=asking] [data-question="${first}"]`);
    await goesTo(an, `[data-panel=asking] li[data-question="${first}"]`);
    await press(an, 'g');
    await an.sees(`[data-panel=asking] [data-question="${first}"] [data-action="stage.show"][aria-pressed=true]`);
    await goesTo(an, `[data-panel=asking] li[data-question="${first}"]`);
    await press(an, 'd');
    await an.sees('[data-list=done]');
    await an.seesNo(`[data-panel=asking] [data-rows=asking] [data-question="${first}"]`);
  });
}

async function fairness(an) {
  await report.test('a site that waits and was never asked stands out; pressed, only its questions are shown', async () => {
    await an.sees('[data-share=hall][data-asked="1"]:not([data-left-out])');
    await an.sees('[data-share=dc01][data-left-out=true][data-waiting="2"]');
    await an.presses('[data-share=dc01]');
    await becomes('the questions', [13, 14], () => an.page.locator('[data-rows=pending] > li').evaluateAll((rows) => rows.map((one) => Number(one.dataset.question))));
    await an.presses('[data-action=filter-clear]');
    await an.page.locator('[name=sort]').selectOption('fair');
    await becomes('the first', 13, () => an.page.locator('[data-rows=pending] > li').first().getAttribute('data-question').then(Number));
    await an.page.locator('[name=sort]').selectOption('oldest');
  });
}

async function poll(an) {
  await report.test('Space opens a poll when it is asked back, Enter shows it on the screens', async () => {
    await an.presses('[data-form="poll.draft"] summary');
    await an.writes('#poll-vi', 'Thông qua nghị quyết?');
    await an.presses('[data-form="poll.draft"] [data-action="poll.draft"]');
    const card = await an.sees('[data-panel=polls] li[data-poll]');
    await card.focus();
    await press(an, 'Space');
    await an.sees('[data-sure="poll.open"]');
    await press(an, 'Escape');
    await an.seesNo('[data-sure]');
    await press(an, 'Space', 'Space');
    await an.sees('li[data-poll][data-state=open]');
    await until('the focus is back', () => an.page.evaluate(() => document.activeElement?.matches('li[data-poll]')));
    await press(an, 'Enter');
    await an.sees('li[data-poll] [data-action="stage.show"][data-view=poll][aria-pressed=true]');
  });
}

async function narrow(browser, logins) {
  await report.test('on a tablet there are tabs with counts; details stand in their row', async () => {
    const tablet = await enter(browser, 'binh', { width: TABLET.height, height: TABLET.width }, logins);
    await tablet.sees('[role=tab][data-tab=pending]', '(9)');
    await tablet.presses(`${row(1)} [data-action=details]`);
    await tablet.sees(`${row(1)} [data-details="1"]`);
    await tablet.presses('[data-tab=approved]');
    await tablet.sees('[data-panel=approved] [data-question]');
    await tablet.seesNo('[data-panel=pending]');
    await tablet.page.keyboard.press('ArrowRight');
    await tablet.sees('[data-panel=speakers]');
    await tablet.context.close();
  });
}

/** Whoever is faster than the line. */
async function late(an, delegates) {
  const come = await slowAnswers(an);
  await an.page.reload();
  const { question } = await delegates[8].act('question.submit', { text: 'Đường lên bản xa' });
  await an.sees(row(question));
  const inQueue = `[data-rows=approved] [data-question="${question}"]`;
  await report.test('a key pressed on a question that is being sent waits, and is done when the answer is there', async () => {
    await goesTo(an, row(question));
    await press(an, 'e');
    await an.writes('[data-form="question.edit"] [name=text]', 'Đường lên bản xa: bao giờ có?');
    come(true);
    await press(an, 'Control+Enter');
    await an.sees(`${row(question)}[data-sending="question.edit"]`);
    await press(an, 'a');
    await an.sees(`${row(question)} [data-note]`, 'xong sẽ: Duyệt');
    come(false);
    await an.sees(inQueue, 'bao giờ có?');
    await an.seesNo('[data-refused]');
  });
  await report.test('what opens a form does not come late over something else: it is told', async () => {
    await goesTo(an, inQueue);
    come(true);
    await press(an, 'p');
    await press(an, 'e');
    await an.sees(`${inQueue} [data-note]`, 'đợi xong rồi bấm lại');
    come(false);
    await an.sees(`${inQueue} [data-action="question.pin"][aria-pressed=true]`);
    await an.seesNo('[data-form="question.edit"]');
  });
}

async function alike(an, delegates) {
  await report.test('a new question tells how long it has waited, and which one before it is much like it', async () => {
    await an.page.mouse.move(0, 0);
    await an.page.reload();
    await an.sees('[data-panel=pending] [data-question]');
    const { question } = await delegates[0].act('question.submit', { text: 'Bao giờ có trạm y tế mới?' });
    await an.sees(`${row(question)} [data-near="1"]`, '≈ #1');
    await an.sees(`${row(question)} [data-waits="0"]`, '0′');
  });
}

async function onDuty(an, binh) {
  await report.test('who else is on duty is named, until they leave', async () => {
    await an.sees('[data-on-duty="an binh"]', 'Bình cùng trực');
    binh.leave();
    await an.sees('[data-on-duty=an]', 'Bạn trực một mình');
  });
}

/** More than a list shows at once. */
async function many(an, delegates) {
  const count = () => an.page.locator('[data-rows=pending] > li[data-question]').count();
  for (let nth = 0; nth < 70; nth += 1) await delegates[nth % 14].act('question.submit', { text: `Câu thứ ${nth + 1} về việc khác` });
  await an.page.reload();
  await until('a page of rows', async () => (await count()) === 60);
  await report.test('J goes on below the last row that is shown: there are more then; K comes back', async () => {
    await goesTo(an, '[data-rows=pending] > li:last-child');
    const last = await focused(an);
    await press(an, 'j');
    await until('the row below has the focus', async () => ![0, last].includes(await focused(an)));
    await press(an, 'ArrowUp');
    await stands(an, last);
  });
  await report.test('an act on a row goes on with the next one, wherever the list ended; Enter opens details and Escape closes them', async () => {
    const shownNow = await count();
    if (shownNow <= 60) throw new Error(`${shownNow} rows`);
    const at = await focused(an);
    await press(an, 'a');
    await until('the next row has the focus', async () => ![0, at].includes(await focused(an)));
    const next = await focused(an);
    await press(an, 'Enter');
    await an.sees(`[data-details="${next}"]`);
    await press(an, 'Escape');
    await an.seesNo('[data-details]');
    await stands(an, next);
  });
  await report.test('L opens the board of sites over the list and closes it, and one is still at the row', async () => {
    const at = await focused(an);
    await press(an, 'l');
    await an.sees('dialog.site-board');
    await press(an, 'l');
    await an.seesNo('dialog.site-board');
    await stands(an, at);
  });
}
