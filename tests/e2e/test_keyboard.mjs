// A conference by people who have no mouse: nothing is clicked, nothing is focused by script. Whatever one does is reached by Tab and
// arrows, one always sees where one is, nothing holds one back, and after each act one goes on from there and not from the top.
import { openAdmin } from './support_admin.mjs';
import { complaints } from './support_browser.mjs';
import { holdConference } from './support_hold.mjs';
import { byKeyboard, landmarks } from './support_keyboard.mjs';
import { openChair, openModerator, openOperator, openPhone, openStage } from './support_people.mjs';
import { MORNING } from './support_whole.mjs';
import { becomes, Hub, report, until } from './support.mjs';

const ASKED = 'Bao giờ sửa tuyến đường liên xã?';
const ON_BEHALF = 'Trạm y tế xã bao giờ xây xong?';
const AGAIN = 'Khi nào xây xong trạm y tế xã?';
const OFF_TOPIC = 'Trận bóng chiều nay mấy giờ?';
const PEOPLE = 'STT,Họ và tên,Đơn vị,Điểm cầu\n9,Nguyễn Văn Đạt,Hội Nông dân,Huyện Kỳ Sơn\n10,Trần Thị Phượng,Hội Nông dân,Huyện Không Có\n';

const hub = new Hub(MORNING);

await holdConference({ hub }, async (browser) => {
  const logins = await hub.logins();
  const people = await everybody(browser);
  await join(people, logins);
  await questions(people);
  await triage(people);
  await outbox(people);
  await speakers(people);
  await poll(people);
  await dialog(people);
  await stage(people);
  await admin(people, logins);
  await rounds(people);
  await seen(people);
});

async function everybody(browser) {
  const [phone, operator, moderator] = [await openPhone(browser, 'phone'), await openOperator(browser), await openModerator(browser)];
  const people = { phone, operator, moderator, chair: await openChair(browser), admin: await openAdmin(browser), stage: await openStage(browser) };
  for (const person of Object.values(people)) byKeyboard(person);
  return people;
}

async function join({ phone, stage, ...desks }, logins) {
  await report.test('phone: the digits are typed where the first Tab leads, Enter joins', async () => {
    await phone.go(`${hub.origin}/`);
    await phone.sees('#code');
    await phone.fillsBy('#code', logins['hall-0001'].code);
    await phone.key('Enter');
    await phone.sees('[data-screen=main]');
    await phone.isSomewhere('joining');
  });
  const paths = { operator: '/site', moderator: '/mod', chair: '/chair', admin: '/admin' };
  for (const [name, path] of Object.entries(paths))
    await report.test(`${name}: name and password, Enter signs in`, async () => {
      const person = desks[name];
      await person.go(`${hub.origin}${path}`);
      await person.fillsBy('#name', name);
      await person.fillsBy('#password', logins[name].password);
      await person.key('Enter');
      if (name === 'operator') await person.hits('[data-action=rehearsal-done]');
      await person.sees('[data-screen=main]');
      await person.isSomewhere('signing in');
    });
  await stage.go(logins.display.link);
  await stage.sees('[data-screen=main]');
}

async function questions({ phone, operator }) {
  await report.test('phone: a question is written and sent, and one is still in the form', async () => {
    await phone.hits('[data-tab=ask]');
    await phone.sees('#question');
    for (const text of [ASKED, OFF_TOPIC]) {
      await phone.fillsBy('#question', text, { back: true });
      await phone.hits('[data-action="question.submit"]');
      await phone.sees('[data-my-question]', text);
      await phone.isSomewhere('asking');
    }
  });
  await report.test('site operator: two questions on behalf of a person by their number', async () => {
    for (const text of [ON_BEHALF, AGAIN]) {
      await operator.fillsBy('#person-number', '1');
      await operator.fillsBy('#question', text);
      await operator.hits('[data-panel=behalf] [data-action="question.submit"]');
      await operator.sees('[data-question]', text);
      await operator.isSomewhere('asking');
    }
  });
}

async function numberOf(person, panel, text) {
  return Number(await (await person.sees(`[data-panel=${panel}] [data-question]`, text)).getAttribute('data-question'));
}

function rowOf(question) {
  return `li[data-question="${question}"]`;
}

/** To the row by arrows, and by Tab through its buttons. */
async function actsOn(person, question, action) {
  await person.walksToRow(rowOf(question));
  await person.hits(`${rowOf(question)} [data-action="${action}"]`);
}

/** What is done less often stands in the details, a part of the page of its own. */
async function actsInDetails(person, question, action) {
  await person.walksToRow(rowOf(question));
  await person.key('Enter');
  await person.hits(`[data-panel=detail][data-question="${question}"] [data-action="${action}"]`);
}

async function focusIsIn(person, question) {
  await until(`the row of ${question} has the focus`, () => person.page.evaluate((id) => document.activeElement.closest('li[data-question]')?.dataset.question === String(id), question));
}

async function triage({ moderator, phone, operator }) {
  const number = {};
  await report.test('moderator: a question is let through, and the focus is on the next row', async () => {
    for (const [name, text] of Object.entries({ asked: ASKED, offTopic: OFF_TOPIC, onBehalf: ON_BEHALF, again: AGAIN })) number[name] = await numberOf(moderator, 'pending', text);
    await actsOn(moderator, number.asked, 'question.approve');
    await moderator.sees(`[data-panel=approved] [data-question="${number.asked}"]`);
    await focusIsIn(moderator, number.offTopic);
  });
  await report.test('moderator: rejecting asks for a reason; Escape gives up and comes back to the row', async () => {
    await actsOn(moderator, number.offTopic, 'question.reject-open');
    await moderator.sees('[data-form="question.reject"]');
    await moderator.isSomewhere('the form opened');
    await moderator.key('Escape');
    await moderator.seesNo('[data-form="question.reject"]');
    await focusIsIn(moderator, number.offTopic);
    await actsOn(moderator, number.offTopic, 'question.reject-open');
    await moderator.hits('[data-form="question.reject"] [data-action="question.reject"][data-reason=off_topic]');
    await moderator.seesNo(`[data-panel=pending] ${rowOf(number.offTopic)}`);
    await focusIsIn(moderator, number.onBehalf);
  });
  await report.test('moderator: a text is edited', async () => {
    await actsInDetails(moderator, number.onBehalf, 'question.edit-open');
    await moderator.fillsBy('[data-form="question.edit"] [name=text]', `${ON_BEHALF} Xin trả lời rõ.`);
    await moderator.hits('[data-form="question.edit"] [data-action="question.edit"]');
    await moderator.sees(rowOf(number.onBehalf), 'Xin trả lời rõ.');
    await focusIsIn(moderator, number.onBehalf);
    await actsOn(moderator, number.onBehalf, 'question.approve');
    await moderator.sees(`[data-panel=approved] ${rowOf(number.onBehalf)}`);
    await focusIsIn(moderator, number.again);
    await moderator.key('Escape');
    await moderator.seesNo('[data-panel=detail]');
    await moderator.isSomewhere('closing the details');
  });
  await report.test('moderator: one question goes into another', async () => {
    await actsInDetails(moderator, number.again, 'question.merge-open');
    await moderator.fillsBy('[data-form="question.merge"] [name=into]', String(number.onBehalf));
    await moderator.hits('[data-form="question.merge"] [data-action="question.merge"]');
    await moderator.seesNo(`[data-panel=pending] ${rowOf(number.again)}`);
    await moderator.isSomewhere('merging');
  });
  await report.test('moderator: a message to the site, while the merging can still be undone; the operator says it was read', async () => {
    await moderator.walksTo('#message-to');
    // By its first letters, as a list that is closed takes them; typed too slowly, they begin anew.
    await until('the site is chosen', async () => {
      await moderator.key('h', 'u');
      return (await moderator.page.locator('#message-to').inputValue()) === 'dc01';
    });
    await moderator.seesNo('[data-thread=dc01]');
    await moderator.key('Enter');
    await moderator.fillsBy('[data-thread=dc01] [name=text]', 'Chuẩn bị micrô số 2');
    await moderator.key('Enter');
    await moderator.sees('[data-thread=dc01] [data-message]', 'micrô số 2');
    await moderator.isSomewhere('sending a message');
    await operator.hits('[data-bar=message] [data-action="message.read"]', 'Enter', { back: true });
    await operator.seesNo('[data-bar=message]');
    await operator.isSomewhere('reading a message');
  });
  await report.test('moderator: the order is changed by buttons, and the focus stays with the row', async () => {
    await actsOn(moderator, number.onBehalf, 'question.pin');
    await moderator.sees(`${rowOf(number.onBehalf)} [data-action="question.pin"][aria-pressed=true]`);
    await focusIsIn(moderator, number.onBehalf);
  });
  await report.test('phone: me too, on what somebody else asked', async () => {
    await phone.hits('[data-list=others] [data-action=refresh]');
    await phone.sees(`[data-listed="${number.onBehalf}"]`);
    await phone.hits(`[data-listed="${number.onBehalf}"] [data-action="question.me_too"]`);
    await phone.sees(`[data-listed="${number.onBehalf}"] [aria-pressed=true]`);
    await phone.isSomewhere('me too');
  });
}

async function outbox({ phone }) {
  await report.test('phone: what was written without a network is looked up and taken back', async () => {
    complaints.socketsMayFail = true;
    await phone.context.setOffline(true);
    await phone.sees('[data-link=lost]');
    await phone.fillsBy('#question', 'Câu này sẽ được huỷ', { back: true });
    await phone.hits('[data-action="question.submit"]');
    await phone.hits('[data-outbox] summary', 'Enter', { back: true });
    await phone.hits('[data-outbox] [data-held="question.submit"] [data-action=cancel]');
    await phone.seesNo('[data-outbox] [data-held="question.submit"]');
    await phone.isSomewhere('taking it back');
  });
  await phone.context.setOffline(false);
  await phone.sees('[data-link=live]');
  complaints.socketsMayFail = false;
}

async function speakers({ operator, moderator, chair }) {
  await report.test('site operator: asks to speak for person 2', async () => {
    await operator.fillsBy('#person-number', '2');
    await operator.hits('[data-panel=behalf] [data-action="speaker.request"]');
    await operator.sees('[data-panel=speakers] [data-speaker]');
    await operator.isSomewhere('asking to speak');
  });
  await report.test('chair: calls the next; the operator says ready by a button that needs no looking for', async () => {
    await chair.hits('.step-main[data-action="speaker.call"][aria-disabled=false]');
    await chair.sees('[data-speaker][data-state=next]');
    await chair.isSomewhere('calling');
    await operator.hits('[data-cue=next] [data-action="speaker.ready"]', 'Enter', { back: true });
    await operator.sees('[data-cue=ready]');
    await operator.isSomewhere('saying ready');
  });
  await report.test('site operator: what has the focus is never under the cue that stays', async () => {
    const { wrong } = await operator.goesRound();
    if (wrong.length > 0) throw new Error(wrong.join('\n'));
    const gap = await operator.page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) - document.querySelector('.cue').getBoundingClientRect().bottom);
    if (gap < 0) throw new Error(`what is scrolled to lies ${-gap} px under the cue`);
  });
  await report.test('chair: begins, pauses, resumes and ends the speech', async () => {
    await chair.sees('.step-main[data-action="speaker.start"][aria-disabled=false] [data-mark=ready]');
    await chair.key('Control+Enter');
    await chair.sees('[data-on-floor][data-state=speaking]');
    await chair.isSomewhere('start');
    for (const [action, state] of [['pause', 'paused'], ['resume', 'speaking']]) {
      await chair.hits(`.lead [data-action="speaker.${action}"]`);
      await chair.sees(`[data-on-floor][data-state=${state}]`);
      await chair.isSomewhere(action);
    }
    await chair.hits('.lead [data-action="speaker.finish"]');
    await chair.seesNo('[data-on-floor]');
    await chair.isSomewhere('finish');
  });
}

async function poll({ moderator, chair, phone }) {
  await report.test('moderator: a poll is drafted and opened', async () => {
    await moderator.hits('[data-form="poll.draft"] > summary');
    await moderator.fillsBy('#poll-vi', 'Thông qua dự thảo?');
    await moderator.picks('[data-form="poll.draft"] [name=results]', '[name=results][value=live]');
    await moderator.hits('[data-form="poll.draft"] button[data-action="poll.draft"]');
    await moderator.hits('[data-panel=polls] [data-action="poll.open"]');
    await moderator.sees('[data-panel=polls] [data-state=open]');
    await moderator.isSomewhere('opening');
  });
  await report.test('phone: a vote by arrows and Enter', async () => {
    await phone.hits('[data-tab=poll]');
    await phone.picks('[name^=poll-]', '[name^=poll-][value=no]');
    await phone.hits('[data-action="poll.cast"]');
    await phone.sees('[data-ballot=recorded]');
    await phone.isSomewhere('voting');
  });
  await report.test('chair: closes and publishes', async () => {
    await chair.hits('[data-panel=polls] [data-action="poll.close"]');
    await chair.sees('[data-panel=polls] [data-state=closed]');
    await chair.isSomewhere('closing');
    await chair.hits('[data-panel=polls] [data-action="poll.publish"]');
    await chair.sees('[data-panel=polls] [data-state=published]');
    await chair.isSomewhere('publishing');
  });
}

async function dialog({ moderator, chair }) {
  for (const person of [moderator, chair])
    await report.test(`${person.name}: the board of sites opens with the focus in it, and Escape gives it back`, async () => {
      await person.hits('[data-action=sites]', 'Enter', { back: true });
      await person.sees('dialog[open]');
      await until('the focus is in the dialog', () => person.page.evaluate(() => document.activeElement.closest('dialog') !== null));
      await person.key('Escape');
      await person.seesNo('dialog[open]');
      await becomes('the focus', 'sites', () => person.page.evaluate(() => document.activeElement.dataset.action));
    });
}

async function stage({ moderator, stage: display }) {
  await report.test('moderator: a view is chosen and shown', async () => {
    await moderator.hits('[data-panel=stage] [data-action="stage.choose"][data-view=agenda]');
    await moderator.hits('[data-panel=stage] [data-form="stage.show"] [data-action="stage.show"]');
    await display.sees('[data-view=agenda]');
    await moderator.isSomewhere('showing');
  });
  await report.test('stage: F fills the screen, and leaves it', async () => {
    await display.key('KeyF');
    await until('the whole screen', () => display.page.evaluate(() => document.fullscreenElement !== null));
    await display.key('KeyF');
    await until('the window again', () => display.page.evaluate(() => document.fullscreenElement === null));
  });
}

async function admin({ admin: person }, logins) {
  await report.test('admin: people from a file', async () => {
    await person.hits('[data-section-link=people]');
    await person.sees('[data-section=people]');
    await person.isSomewhere('going to a section');
    await person.hits('[data-action="people.import-open"]');
    await person.walksTo('#people-file');
    await person.brings('people', 'dai-bieu.csv', PEOPLE);
    await person.isSomewhere('choosing a file');
    await person.hits('[data-action="import-begin"]');
    await person.sees('[data-import=report]');
    await person.isSomewhere('importing');
  });
  await report.test('admin: a form opens with its first field in hand, and gives back what it was opened by', async () => {
    await person.hits('[data-section-link=sites]', 'Enter', { back: true });
    await person.hits('[data-action="site.add-open"]');
    await person.fillsBy('[data-form="site.add"] [name=site]', 'dc09');
    await person.key('Escape');
    await person.seesNo('[data-form="site.add"]');
    await becomes('the focus', 'site.add-open', () => person.page.evaluate(() => document.activeElement.dataset.action));
  });
  await report.test('admin: codes for two people', async () => {
    await person.hits('[data-section-link=codes]', 'Enter', { back: true });
    await person.sees('[data-section=codes]');
    await person.fillsBy('[data-form="codes.issue"] [name=people]', 'hall-0002 hall-0003');
    await person.hits('[data-form="codes.issue"] [name=sure]', 'Space');
    await person.fillsBy('[data-form="codes.issue"] [name=password]', logins.admin.password);
    await person.hits('[data-form="codes.issue"] [data-action="codes.issue"]');
    await person.sees('[data-codes="2"]');
    await person.isSomewhere('issuing codes');
  });
}

/** Every page once round, as it stands now and with what opens on it. */
async function rounds({ phone, operator, moderator, chair, admin: administrator }) {
  const round = (person, where) =>
    report.test(`${person.name}, ${where}: once round by Tab`, async () => {
      const { stops, wrong } = await person.goesRound();
      wrong.push(...(await person.page.evaluate(landmarks)));
      if (stops.length < 3) wrong.push(`only ${stops.length} stops`);
      if (wrong.length > 0) throw new Error(`${wrong.length} faults\n${wrong.slice(0, 12).join('\n')}`);
    });
  for (const tab of ['now', 'poll', 'ask']) {
    await phone.hits(`[data-tab=${tab}]`);
    await phone.sees(`#panel-${tab}`); // keys are faster than drawing where a machine is busy
    await round(phone, tab);
  }
  for (const section of ['conference', 'agenda', 'sites', 'people', 'codes', 'opinions']) {
    await administrator.hits(`[data-section-link=${section}]`, 'Enter', { back: true });
    await administrator.sees(`[data-section=${section}]`);
    await round(administrator, section);
  }
  for (const person of [operator, moderator, chair]) await round(person, 'the whole desk');
  for (const person of [operator, moderator, chair, administrator])
    await report.test(`${person.name}: the first stop leads past what is the same on all of the page`, async () => {
      await person.walksTo('a[href="#main"]', { back: true });
      await person.key('Enter');
      await becomes('the focus', 'MAIN', () => person.page.evaluate(() => document.activeElement.tagName));
      await person.key('Tab');
      await until('the next stop is in it', () => person.page.evaluate(() => document.activeElement.matches('main *')));
    });
}

async function seen(people) {
  for (const [name, person] of Object.entries(people))
    await report.test(`${name}: on all these ways the focus could be seen`, async () => {
      const troubles = [...new Set(person.troubles)];
      if (troubles.length > 0) throw new Error(`${troubles.length} faults\n${troubles.slice(0, 12).join('\n')}`);
    });
}
