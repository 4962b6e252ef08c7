// Six speakers: from phone, site, room and outside; what goes before, behind, over and away.
import { nameOf } from './support_whole.mjs';
import { secondsOn, writesDuration } from './support_people.mjs';
import { becomes, report } from './support.mjs';

const PANEL = '[data-panel=speakers] [data-speaker]';

const speakerOf = async (person, words) => (await person.sees(PANEL, words)).getAttribute('data-speaker');

const inState = (speaker, state) => `[data-panel=speakers] [data-speaker="${speaker}"][data-state=${state}]`;

/** Called, ready, on the floor and off it again. */
async function takesTheFloor(desk, speaker) {
  await desk.acts('speaker.ready', 'speaker', speaker);
  await desk.sees(inState(speaker, 'ready'));
  await desk.acts('speaker.start', 'speaker', speaker);
  await desk.sees(inState(speaker, 'speaking'));
  await desk.acts('speaker.finish', 'speaker', speaker);
  await desk.seesNo(inState(speaker, 'speaking'));
}

export async function speakers(people, room) {
  const known = await line(people, room);
  await orderFirst(people, known);
  await onTheFloor(people, known);
  await fromSite(people, known);
  await fromOutside(people);
  await cleared(people, room);
}

/** Who stands in line, in the order of asking; the asker of the merged question has the floor first. */
async function line({ moderator, operator, phone, english }, room) {
  const known = {};
  await report.test('three ask to speak, a point of order goes before them', async () => {
    await phone.looksAt('now');
    await phone.presses('[data-floor=none] [data-action="speaker.request"]');
    await phone.sees('[data-floor=waiting]');
    await operator.asksToSpeakFor(2);
    await operator.sees('[data-speaker][data-state=waiting][data-own=true]');
    await becomes('whom the next question is of', '', () => operator.page.locator('#person-number').inputValue());
    await room[2].act('speaker.request', {});
    await room[11].act('speaker.request', { class: 'point_of_order' });
    known.phone = await speakerOf(moderator, nameOf(1));
    known.room = await speakerOf(moderator, nameOf(4));
    known.order = await speakerOf(moderator, 'thủ tục');
    // The first in line is who is called.
    await moderator.sees(`${inState(known.order, 'waiting')}[data-place="2"]`);
    known.site = await moderator.page.locator(`${PANEL}[data-state=waiting][data-place="4"]`).getAttribute('data-speaker');
    await english.looksAt('now');
    await english.sees('#panel-now [data-speaker]');
  });
  return known;
}

async function orderFirst({ moderator, chair }, known) {
  await report.test('who is called for the question speaks and is done; then the point of order', async () => {
    const asker = await moderator.page.locator(`${PANEL}[data-state=next]`).getAttribute('data-speaker');
    await takesTheFloor(moderator, asker);
    await moderator.presses('[data-panel=asking] [data-action="question.answer"]');
    await chair.presses(`[data-step="speaker.call"] [data-next="${known.order}"]`);
    await chair.sees(`[data-on-floor="${known.order}"][data-state=next]`);
    await takesTheFloor(chair, known.order);
  });
}

async function onTheFloor({ moderator, chair, phone, operator, stage }, known) {
  await report.test('phone one is called and says ready itself; the stage counts down', async () => {
    await moderator.presses(`[data-action="speaker.call"][data-next="${known.phone}"]`);
    await phone.presses('[data-cue=next] [data-action="speaker.ready"]');
    await moderator.sees(inState(known.phone, 'ready'));
    await writesDuration(moderator, `[data-speaker="${known.phone}"]`, 60);
    await moderator.acts('speaker.start', 'speaker', known.phone);
    await moderator.shows('speaker');
    await stage.sees(`[data-view=speaker] [data-speaker="${known.phone}"]`, nameOf(1));
    await operator.sees('[data-panel=speakers] [data-state=speaking]', nameOf(1));
  });
  await report.test('paused by the desk, extended, resumed by the chair, finished', async () => {
    await moderator.acts('speaker.pause', 'speaker', known.phone);
    await phone.sees('[data-cue=paused]');
    const before = await secondsOn(moderator, inState(known.phone, 'paused'));
    await moderator.presses(`${inState(known.phone, 'paused')} [data-seconds="60"]`);
    await becomes('a minute more at the chair', before + 60, () => secondsOn(chair, `[data-on-floor="${known.phone}"]`));
    await chair.acts('speaker.resume', 'speaker', known.phone);
    await phone.sees('[data-cue=speaking]');
    await chair.acts('speaker.finish', 'speaker', known.phone);
    await phone.seesNo('[data-cue]');
  });
}

async function fromSite({ moderator, operator }, known) {
  await report.test('skipped, the site waits behind the room; then it says ready and speaks', async () => {
    await moderator.presses(`[data-action="speaker.call"][data-next="${known.site}"]`);
    await operator.sees('[data-cue=next]');
    await moderator.acts('speaker.skip', 'speaker', known.site);
    await operator.sees('[data-cue=waiting]');
    await moderator.presses(`[data-action="speaker.call"][data-next="${known.room}"]`);
    await takesTheFloor(moderator, known.room);
    await moderator.presses(`[data-action="speaker.call"][data-next="${known.site}"]`);
    await operator.presses('[data-cue=next] [data-action="speaker.ready"]');
    await moderator.sees(inState(known.site, 'ready'));
    await moderator.acts('speaker.start', 'speaker', known.site);
    await operator.sees('[data-cue=speaking]');
    await moderator.acts('speaker.finish', 'speaker', known.site);
    await operator.sees('[data-cue=none]');
  });
}

async function fromOutside({ chair }) {
  await report.test('a guest who is on no list is called by name', async () => {
    await chair.presses('[data-form="speaker.add"] summary');
    await chair.presses('[data-form="speaker.add"] [data-by=name]');
    await chair.writes('[data-form="speaker.add"] [name=name]', 'Ông Lê Văn Bảy');
    await chair.presses('[data-form="speaker.add"] [data-action="speaker.call"]');
    const row = await chair.sees('[data-panel=speakers] [data-state=next]', 'Ông Lê Văn Bảy');
    await takesTheFloor(chair, await row.getAttribute('data-speaker'));
  });
}

async function cleared({ moderator, chair, phone, stage }, room) {
  await report.test('the list is closed; who still waits is sent away by two', async () => {
    await room[3].act('speaker.request', {});
    await moderator.sees(`${PANEL}[data-state=waiting]`, nameOf(5));
    await moderator.presses('[data-action="speakers.close"]');
    await phone.sees('[data-floor=closed]', 'đã đóng');
    await moderator.shows('speaker');
    await moderator.presses('[data-action="speakers.clear"]');
    await moderator.sees('[data-proposed=clear][data-own=true]');
    await chair.presses('[data-action="speakers.confirm"]');
    await moderator.seesNo('[data-panel=speakers] ol [data-state=waiting]');
    await stage.sees('[data-view=speaker]', 'đã đóng');
  });
}
