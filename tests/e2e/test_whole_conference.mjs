// A whole morning in Chromium, with the real hub: twenty questions, six speakers, four polls; admin, two moderators, chair, site operator, two
// phones and two displays have their pages open, twelve delegates more have none. Each part goes on where the one before it ended.
import { holdConference, nothingComplained } from './support_hold.mjs';
import { faults } from './support_pictures.mjs';
import { look, MORNING, openPages } from './support_whole.mjs';
import { opens, prepares, signsIn, writes } from './support_whole_before.mjs';
import { agrees, recounted } from './support_whole_end.mjs';
import { multiple, rating, single, yesNo } from './support_whole_polls.mjs';
import { questions } from './support_whole_questions.mjs';
import { speakers } from './support_whole_speakers.mjs';
import { Hub } from './support.mjs';

const hub = new Hub(MORNING);

await holdConference({ hub, seconds: 280, after: () => recounted(hub) }, async (browser) => {
  const logins = await hub.logins();
  const people = await openPages(browser);
  const codes = await prepares(people, hub, logins);
  const room = await signsIn(people, hub, logins, codes);
  await opens(people);
  await look(people, '1-opening');
  await people.chair.acts('agenda.start', 'item', 3);
  await questions(people, room);
  await writes(people);
  await look(people, '2-questions');
  await speakers(people, room);
  await look(people, '3-speakers');
  await yesNo(people, hub, room);
  await single(people, hub, room);
  await look(people, '4-polls');
  await multiple(people, hub, room);
  await rating(people, hub, room);
  await look(people, '5-end');
  await agrees(people, hub);
  await nothingComplained();
  room.forEach((delegate) => delegate.leave());
  for (const fault of faults) console.log(fault);
});
