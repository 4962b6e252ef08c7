// The whole conference with a process at each of three sites: twenty questions, six speakers, three polls; two moderators, chair, operator, eight phones and
// two displays. Links are cut, the hub and a site are killed at bad moments, some devices have the wrong time. At the end all say the same.
import { complaints } from './support_browser.mjs';
import { holdConference, nothingComplained } from './support_hold.mjs';
import { countsDown, exportedTally, secondsOn, tallyIn, writesDuration } from './support_people.mjs';
import { draftsAndOpens, votesFor } from './support_polls.mjs';
import { ofRows, recounted, statesIn } from './support_whole_end.mjs';
import { comesBack, composes, enter, openWindows, place, reaches, SITES } from './support_whole_sites.mjs';
import { becomes, report, until } from './support.mjs';

const QUESTIONS = {
  'hall-0001': ['Bao giờ khởi công đường vành đai?', 'Vì sao chợ mới chưa mở?'],
  'hall-0002': ['Khi nào có nước sạch?', 'Trường bán trú thiếu bao nhiêu phòng?'],
  'dc01-0001': ['Sóng điện thoại ở Huồi Tụ bao giờ có?', 'Vốn vay trồng rừng xét thế nào?'],
  'dc01-0002': ['Cầu treo Xốp Lau bao giờ sửa?', 'Thuốc bảo hiểm sao hay hết?'],
  'dc02-0001': ['Đường Mai Sơn bao giờ xong?', 'Đập thủy lợi thôn bốn đã hỏng'],
  'dc02-0002': ['Giá phân bón tăng, hỗ trợ ra sao?', 'Điện lưới ở Phá Kháo bao giờ có?'],
  'dc03-0001': ['Trạm y tế xã thiếu bác sĩ', 'Chợ trâu bò có mở lại không?'],
  'dc03-0002': ['Hỗ trợ giống lúa vụ xuân?', 'Hồ sơ đất đai nộp qua mạng được chưa?'],
};
// Telex: what stands on the screen after each key of "Ddeef nghij xaay caauf Vawn Lawng".
const TYPED = 'Đề nghị xây cầu Văn Lăng';
const COMPOSED = ['D', 'Đ', 'Đe', 'Đê', 'Đề', 'Đề n', 'Đề ngh', 'Đề nghi', 'Đề nghị', 'Đề nghị xâ', 'Đề nghị xây ca', 'Đề nghị xây câu', 'Đề nghị xây cầu Va', 'Đề nghị xây cầu Văn La', TYPED.normalize('NFD')];
const inState = (speaker, state) => `[data-panel=speakers] [data-speaker="${speaker}"][data-state=${state}]`;
const card = (poll) => `[data-panel=polls] [data-poll="${poll}"]`;
const isTaken = (poll) => `[data-poll="${poll}"] :is([data-ballot=recorded], [data-ballot=counted])`;

const { hub, ways, sites } = await place();

await holdConference({ hub, beside: Object.values(sites), ends: 'sites and hub end when they are told to', after: () => recounted(hub, 3) }, async (browser) => {
  await Promise.all(Object.values(sites).map((site) => site.start()));
  const people = await openWindows(browser);
  complaints.socketsMayFail = true;
  await opens(people, await hub.logins());
  if (report.failed > 0) throw new Error('not everybody came in');
  await asks(people);
  await decides(people);
  await speak(people);
  await votes(people);
  await agrees(people);
  await nothingComplained();
});

async function opens(people, logins) {
  await report.test('everybody comes in, people of a site by its own process', async () => {
    await until('the sites have their hub', async () => (await Promise.all(SITES.map((id) => sites[id].isReady()))).every(Boolean), 30);
    await enter({ hub, sites }, people, logins);
    await reaches(people.moderator, 3);
    await people.operator.sees('[data-way=site]');
    await people.chair.acts('agenda.start', 'item', 1);
    await people.moderator.shows('agenda');
    for (const display of [people.stage, people.tv]) await display.sees('[data-view=agenda] [data-item="1"]');
  });
}

async function asksBoth(person, phone) {
  for (const text of QUESTIONS[person]) await phone.asks(text);
}

async function asks({ phones, moderator, operator }) {
  const pending = async () => {
    await moderator.showsNew();
    return moderator.page.locator('[data-panel=pending] [data-question][data-state=pending]').count();
  };
  await report.test('those of the hall and of a site ask; two sites are cut off meanwhile and keep what theirs ask', async () => {
    ways.dc02.cut();
    ways.dc03.cut();
    await reaches(moderator, 1);
    await Promise.all(Object.entries(phones).map(([person, phone]) => asksBoth(person, phone)));
    await becomes('questions at the desk', 8, pending);
    for (const person of ['dc02-0001', 'dc03-0002']) await phones[person].sees('.outbox', '◐ 2 mục điểm cầu đã giữ');
  });
  await report.test('the hub is killed before it has heard of them; it and the links come back, and each is there once', async () => {
    await hub.kill();
    for (const desk of [moderator, phones['hall-0001']]) await desk.sees('[data-link=lost]');
    ways.dc02.mend();
    await hub.start();
    ways.dc03.mend();
    await comesBack(moderator, '[data-link=live]');
    await reaches(moderator, 3);
    await until('all sixteen', async () => (await pending()) === 16, 30);
    for (const phone of Object.values(phones)) await comesBack(phone, '[data-link=live]');
    for (const phone of Object.values(phones)) await becomes(`questions of ${phone.name}`, 2, () => phone.page.locator('[data-my-question][data-state=pending]').count());
  });
  await report.test('typed by Telex, with another’s question arriving in between, a question stands whole and composed', async () => {
    const phone = phones['dc01-0002'];
    await phone.looksAt('ask');
    await composes(phone, '#question', COMPOSED.slice(0, 9));
    await comesBack(operator, '[data-way=site]');
    await operator.asksFor(1, 'Người cao tuổi hỏi về lương hưu');
    await becomes('questions', 17, pending);
    await becomes('what is written', COMPOSED[8], () => phone.page.locator('#question').inputValue());
    await phone.writes('#question', '');
    await composes(phone, '#question', COMPOSED);
    await phone.presses('[data-action="question.submit"]');
    await phone.sees('[data-my-question]', TYPED);
    for (const text of ['Người khuyết tật được hỗ trợ gì?', 'Bao giờ có sân bóng?']) await operator.asksFor(2, text);
    await becomes('questions', 20, pending);
    await becomes('its text', 1, async () => (await hub.export('questions')).filter(({ text }) => text === TYPED).length);
  });
}

async function decides({ moderator, second, chair, phones }) {
  await report.test('two moderators have one row open: the first to save wins, the other is shown what became of it and loses nothing', async () => {
    const question = await moderator.finds('pending', 'Trạm y tế xã');
    const field = '[data-form="question.edit"] [name=text]';
    for (const desk of [moderator, second]) await desk.within(question, 'question.edit-open');
    await second.writes(field, 'Trạm y tế xã thiếu bác sĩ, khi nào bổ sung?');
    await moderator.writes(field, 'Trạm y tế các xã thiếu bác sĩ');
    await second.presses('[data-form="question.edit"] [data-action="question.edit"]');
    await second.sees(`[data-panel=pending] [data-question="${question}"]`, 'khi nào bổ sung');
    await becomes('what the other has written', 'Trạm y tế các xã thiếu bác sĩ', () => moderator.page.locator(field).inputValue());
    await moderator.sees('[data-conflict]', 'khi nào bổ sung');
    await moderator.presses('[data-action=conflict-theirs]');
    await second.approves('khi nào bổ sung');
  });
  await report.test('some are approved, one rejected; asker, chair and both desks see it, at a site too', async () => {
    for (const text of ['nước sạch', 'Huồi Tụ', 'Mai Sơn']) await moderator.approves(text);
    await second.rejects(await second.finds('pending', 'Chợ trâu bò'), 'off_topic', 'Xin hỏi tại bàn đón tiếp');
    await phones['dc03-0001'].sees('[data-my-question][data-state=rejected]', 'bàn đón tiếp');
    await chair.sees('[data-panel=approved]', 'Mai Sơn');
  });
}

async function says(person) {
  await person.presses('[data-cue=next] [data-action="speaker.ready"]:enabled');
}

async function speaks(desk, speaker, seconds = 0) {
  await desk.sees(inState(speaker, 'ready'));
  if (seconds) await writesDuration(desk, `[data-speaker="${speaker}"]`, seconds);
  await desk.acts('speaker.start', 'speaker', speaker);
  await desk.sees(inState(speaker, 'speaking'));
}

async function finishes(desk, speaker) {
  await desk.acts('speaker.finish', 'speaker', speaker);
  await desk.seesNo(inState(speaker, 'speaking'));
}

async function speak({ phones, moderator, chair, operator, stage, tv }) {
  await report.test('three are asked, and who asked them speaks: of the hall, of a site, of a site whose link is cut as it is called', async () => {
    for (const [text, person] of [['nước sạch', 'hall-0002'], ['Huồi Tụ', 'dc01-0001'], ['Mai Sơn', 'dc02-0001']]) {
      if (person === 'dc02-0001') ways.dc02.cut();
      const question = await moderator.finds('approved', text);
      await moderator.acts('question.ask', 'question', question);
      await moderator.acts('stage.show', 'question', question);
      await stage.sees(`[data-view=question] [data-question="${question}"]`);
      const speaker = await moderator.attribute('[data-panel=speakers] [data-speaker][data-state=next]', 'data-speaker');
      if (person === 'dc02-0001') {
        await tv.sees('[data-bar=alone]');
        ways.dc02.mend();
        await comesBack(phones[person], '[data-cue=next]');
        await comesBack(tv, `[data-view=question] [data-question="${question}"]`);
      }
      await says(phones[person]);
      await speaks(moderator, speaker);
      await finishes(moderator, speaker);
      await chair.acts('question.answer', 'question', question);
    }
  });
  await report.test('three more ask to speak; a minute is a minute on every device, whatever its clock says', async () => {
    for (const person of ['hall-0001', 'dc03-0002', 'dc01-0002']) {
      await phones[person].looksAt('now');
      await phones[person].presses('[data-floor=none] [data-action="speaker.request"]');
      await phones[person].sees('[data-floor=waiting]');
    }
    await moderator.shows('speaker');
    for (const person of ['hall-0001', 'dc03-0002', 'dc01-0002']) {
      await moderator.presses('[data-action="speaker.call"][data-next]:not([data-next=""])');
      const speaker = await moderator.attribute('[data-panel=speakers] [data-speaker][data-state=next]', 'data-speaker');
      await says(phones[person]);
      await speaks(moderator, speaker, 60);
      if (person === 'dc03-0002') await same([moderator, chair, stage, tv, operator, phones[person]], speaker);
      await finishes(chair, speaker);
    }
  });
}

/** All show the same time left, but for what passes while they are read. */
async function same(everybody, speaker) {
  const where = ({ name }) => (name === 'chair' ? `[data-on-floor="${speaker}"]` : name === 'moderator' ? inState(speaker, 'speaking') : '');
  await countsDown(everybody[2], '', 60);
  const began = Date.now();
  const seconds = await Promise.all(everybody.map((person) => secondsOn(person, where(person))));
  const passed = Math.ceil((Date.now() - began) / 1000);
  if (Math.max(...seconds) - Math.min(...seconds) > passed + 1) throw new Error(`seconds left: ${everybody.map(({ name }, index) => `${name} ${seconds[index]}`).join(', ')}`);
}

async function published(moderator, poll, tally) {
  await moderator.sees(`${card(poll)}[data-state=closed]`);
  await moderator.publishes(poll);
  await becomes(`the tally of poll ${poll}`, tally, () => exportedTally(hub, poll));
}

async function votes({ phones, moderator, chair, stage }) {
  const all = Object.entries(phones);
  const of = (site) => all.filter(([person]) => person.startsWith(site)).map(([, phone]) => phone);
  await report.test('a poll closes while a site that keeps two ballots is cut off: the result waits for it, and has them', async () => {
    await chair.acts('agenda.start', 'item', 2);
    const poll = await draftsAndOpens(moderator, { title: 'Thông qua chương trình?', results: 'turnout' });
    await moderator.acts('stage.show', 'poll', poll);
    for (const phone of of('dc02')) await phone.sees(`[data-poll="${poll}"]`);
    ways.dc02.cut();
    await reaches(moderator, 2);
    await Promise.all(all.map(([person, phone]) => votesFor(phone, poll, person.endsWith('1') ? 'yes' : 'no')));
    for (const phone of of('dc02')) await phone.sees('[data-ballot=kept]');
    await stage.sees(`[data-poll="${poll}"] [data-ballots="6"]`);
    await moderator.acts('poll.close', 'poll', poll);
    await moderator.sees(`${card(poll)} [data-verdict=waiting] [data-waits-for=dc02]`);
    ways.dc02.mend();
    await comesBack(moderator, `${card(poll)} [data-verdict=complete]`);
    await published(moderator, poll, [4, 4, 0]);
  });
  await report.test('the hub is killed while ballots are on their way: each is counted once', async () => {
    const poll = await draftsAndOpens(moderator, { title: 'Chọn chủ đề', type: 'single', options: ['Kinh tế', 'Y tế'], results: 'hidden' });
    await moderator.acts('stage.show', 'poll', poll);
    for (const [, phone] of all) await phone.sees(`[data-poll="${poll}"]`);
    const cast = all.map(([person, phone]) => votesFor(phone, poll, person.startsWith('hall') ? '1' : '2'));
    await Promise.race(cast);
    await hub.kill();
    await Promise.all(cast);
    await hub.start();
    await comesBack(moderator, '[data-link=live]');
    await reaches(moderator, 3);
    for (const [, phone] of all) await comesBack(phone, isTaken(poll));
    await moderator.acts('poll.close', 'poll', poll);
    await published(moderator, poll, [2, 6]);
  });
  await report.test('a site that has kept a ballot is killed: its phones take theirs to the hub, and nothing is counted twice when it is back', async () => {
    const poll = await draftsAndOpens(moderator, { title: 'Chọn ban liên lạc', type: 'multiple', options: ['Lan', 'Minh', 'Nga'], most: 2, results: 'live' });
    await moderator.acts('stage.show', 'poll', poll);
    for (const [, phone] of all) await phone.sees(`[data-poll="${poll}"]`);
    ways.dc03.cut();
    await reaches(moderator, 2);
    for (const phone of of('dc03')) {
      await votesFor(phone, poll, '1', '3');
      await phone.sees(`[data-poll="${poll}"] [data-ballot=kept]`);
    }
    await sites.dc03.kill();
    for (const phone of of('dc03')) await comesBack(phone, `[data-poll="${poll}"] [data-ballot=recorded]`);
    ways.dc03.mend();
    await sites.dc03.start();
    await reaches(moderator, 3);
    const others = all.filter(([person]) => !person.startsWith('dc03'));
    await Promise.all(others.map(([, phone]) => votesFor(phone, poll, '2')));
    for (const [, phone] of others) await phone.sees(isTaken(poll));
    await moderator.acts('poll.close', 'poll', poll);
    await published(moderator, poll, [2, 6, 2]);
  });
}

async function agrees({ phones, moderator, second, chair, operator, stage, tv }) {
  const [questions, speakers, polls] = await Promise.all(['questions', 'speakers', 'polls'].map((what) => hub.export(what)));
  await report.test('twenty questions, six speakers, three polls: every page says what the export says', async () => {
    await becomes('how many', [20, 6, 3], () => [questions.length, speakers.filter(({ state }) => state === 'finished').length, polls.length]);
    for (const desk of [moderator, second]) await becomes(desk.name, ofRows(questions), () => statesIn(desk, '[data-panel] ', 'question'));
    await becomes('operator', ofRows(questions.filter(({ site }) => site === 'dc01')), () => statesIn(operator, '[data-panel=questions] ', 'question'));
    const spoken = ofRows(speakers.filter(({ state }) => state === 'finished'));
    for (const desk of [moderator, second, chair]) await becomes(desk.name, spoken, () => statesIn(desk, '[data-panel=speakers] [data-list=finished] ', 'speaker'));
    // Those that are over may be folded away.
    const tallies = (desk) => Promise.all(polls.map(({ id }) => desk.page.locator(`${card(id)} [data-tally]`).first().getAttribute('data-tally')));
    for (const desk of [moderator, second, chair]) await becomes(`tallies on ${desk.name}`, polls.map(({ tally }) => tally.join(' ')), () => tallies(desk));
    const last = polls.at(-1);
    for (const person of [stage, tv, operator]) await becomes(`the result on ${person.name}`, last.tally, () => tallyIn(person, `[data-poll="${last.id}"]`));
    for (const [id, phone] of Object.entries(phones)) {
      await comesBack(phone, '[data-link=live]');
      await becomes(`the result on ${phone.name}`, last.tally, () => tallyIn(phone, `[data-poll="${last.id}"]`));
      await becomes(`questions on ${phone.name}`, ofRows(questions.filter(({ person }) => person === id)), () => statesIn(phone, '', 'my-question'));
    }
  });
}
