// What every page shows at the end beside what the hub's export says.
import { becomes, report } from './support.mjs';

/** state by number, of all that stands in `place`, folded or not. */
export const statesIn = (person, place, name) =>
  person.page.evaluate(
    ([where, attribute]) => Object.fromEntries([...document.querySelectorAll(`${where}[data-${attribute}][data-state]`)].map(({ dataset }) => [dataset[attribute.replace(/-(.)/, (_, letter) => letter.toUpperCase())], dataset.state])),
    [place, name],
  );

export const ofRows = (rows) => Object.fromEntries(rows.map(({ id, state }) => [id, state]));

const isOver = ({ state }) => state === 'finished';

export async function agrees(people, hub) {
  const { admin, moderator, second, chair, operator, phone, english, stage } = people;
  const [questions, speakers, polls, opinions] = await Promise.all(['questions', 'speakers', 'polls', 'opinions'].map((what) => hub.export(what)));
  await report.test('twenty questions, whose states are the export’s on every page', async () => {
    await becomes('questions', 20, () => questions.length);
    for (const desk of [moderator, second]) await becomes(desk.name, ofRows(questions), () => statesIn(desk, '[data-panel] ', 'question'));
    const waiting = questions.filter(({ state }) => state === 'approved' || state === 'asking');
    await becomes('chair', ofRows(waiting), () => statesIn(chair, '[data-panel=approved] ', 'question'));
    const ofSite = questions.filter(({ site }) => site === 'dc01');
    await becomes('operator', ofRows(ofSite), () => statesIn(operator, '[data-panel=questions] ', 'question'));
    await phone.looksAt('ask');
    await english.looksAt('ask');
    // Who asked without a name is not in the export: phone one alone knows.
    const own = (who) => questions.filter(({ person, text }) => person === who || (who === 'dc02-0001' && text.includes('đền bù đất')));
    await becomes('phone one', ofRows(own('dc02-0001')), () => statesIn(phone, '', 'my-question'));
    await becomes('phone two', ofRows(own('dc01-0001')), () => statesIn(english, '', 'my-question'));
  });
  await report.test('six speakers and those called for questions: who has spoken is the same', async () => {
    const over = ofRows(speakers.filter(isOver));
    for (const desk of [moderator, second, chair]) await becomes(desk.name, over, () => statesIn(desk, '[data-panel=speakers] [data-list=finished] ', 'speaker'));
  });
  await report.test('five polls, whose states and tallies are the export’s', async () => {
    await becomes('polls', ['published', 'void', 'published', 'published', 'published'], () => polls.map(({ state }) => state));
    const tallies = Object.fromEntries(polls.filter(({ tally }) => tally).map(({ id, tally }) => [id, tally.join(' ')]));
    const shown = (place) => [...document.querySelectorAll(`${place}[data-poll]`)].flatMap((card) => {
      const tally = card.querySelector('[data-tally]');
      return tally ? [[card.dataset.poll, tally.dataset.tally]] : [];
    });
    for (const desk of [moderator, second, chair]) {
      await becomes(desk.name, ofRows(polls), () => statesIn(desk, '[data-panel=polls] ', 'poll'));
      await becomes(desk.name, tallies, async () => Object.fromEntries(await desk.page.evaluate(shown, '[data-panel=polls] ')));
    }
    const last = polls.at(-1);
    for (const person of [phone, english, operator, stage])
      await becomes(person.name, tallies[last.id], async () => Object.fromEntries(await person.page.evaluate(shown, ''))[last.id]);
  });
  await report.test('the admin sees who has come, and every opinion', async () => {
    await admin.goesTo('opinions');
    await becomes('opinions', 30, () => opinions.length);
    await admin.sees('[data-total="30"]');
    await admin.goesTo('sites');
    await admin.sees('[data-site=dc02]', '40');
    await admin.goesTo('people');
    await admin.sees('[data-person=dc02-0001][data-present=true]');
  });
}

export async function recounted(hub, polls = 5) {
  await report.test('counted anew from the journal, every poll agrees; the journal is whole', async () => {
    const lines = (await hub.says('recount')).trim().split('\n');
    await becomes('polls that agree', polls, () => lines.filter((line) => line.endsWith('agrees')).length);
    await becomes('the journal', true, async () => (await hub.says('verify')).includes('the chain holds'));
  });
}
