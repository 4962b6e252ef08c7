// A whole morning in Chromium, with the real hub: twenty questions, six speakers, four polls; admin, two moderators, chair, site operator, two
// phones and two displays have their pages open, twelve delegates more have none. Each part goes on where the one before it ended.
import { complaints, launch } from './support_browser.mjs';
import { trust } from './support_crowd.mjs';
import { faults } from './support_pictures.mjs';
import { look, MORNING, openPages } from './support_whole.mjs';
import { opens, prepares, signsIn, writes } from './support_whole_before.mjs';
import { agrees, recounted } from './support_whole_end.mjs';
import { multiple, rating, single, yesNo } from './support_whole_polls.mjs';
import { questions } from './support_whole_questions.mjs';
import { speakers } from './support_whole_speakers.mjs';
import { becomes, Hub, Report } from './support.mjs';

const WHOLE_SECONDS = 280;

const report = new Report();
const hub = new Hub(MORNING);
let browser;
const tooLate = setTimeout(giveUp, 1000 * WHOLE_SECONDS);

try {
  await hub.start();
  trust(hub);
  const logins = await hub.logins();
  browser = await launch();
  const people = await openPages(browser);
  const codes = await prepares(report, people, hub, logins);
  const room = await signsIn(report, people, hub, logins, codes);
  await opens(report, people);
  await look(people, '1-opening');
  await people.chair.acts('agenda.start', 'item', 3);
  await questions(report, people, room);
  await writes(report, people);
  await look(people, '2-questions');
  await speakers(report, people, room);
  await look(people, '3-speakers');
  await yesNo(report, people, hub, room);
  await single(report, people, hub, room);
  await look(people, '4-polls');
  await multiple(report, people, hub, room);
  await rating(report, people, hub, room);
  await look(people, '5-end');
  await agrees(report, people, hub);
  await report.test('no page complained on its console, no breach of the content policy', () => becomes('complaints', [], () => complaints.list));
  room.forEach((delegate) => delegate.leave());
  await browser.close();
  await report.test('the hub stops as asked', () => hub.stop());
  await recounted(report, hub);
} catch (error) {
  report.fail('the conference goes on to its end', error);
} finally {
  await browser?.close();
  if (report.failed > 0) console.log(`    the hub's log ends:\n${hub.log().slice(-3000)}`);
  hub.remove();
}
clearTimeout(tooLate);
for (const fault of faults) console.log(fault);
report.finish();

function giveUp() {
  report.fail('the whole conference', new Error(`not over after ${WHOLE_SECONDS} s`));
  report.finish();
  hub.remove();
  process.exit();
}
