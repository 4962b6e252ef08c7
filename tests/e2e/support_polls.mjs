// Drafting and casting polls of every type, as people do it at desk and phone.
import { writesDuration } from './support_people.mjs';
import { until } from './support.mjs';

const FORM = '[data-form="poll.draft"]';

const valuesOf = (person, boxes) => person.page.locator(boxes).evaluateAll((all) => all.map(({ value }) => value));

/** Fills the draft form: what is left out stays as the form offers it. */
export async function fillsDraft(person, { title, type, options = [], least, most, results, final, where, sites = [], roles, groups, present }) {
  const form = person.page.locator(FORM);
  if (!(await person.page.locator('#poll-vi').isVisible())) await person.presses(`${FORM} > summary`);
  await person.writes('#poll-vi', title);
  if (type) await form.locator('[name=pollType]').selectOption(type);
  for (const [index, text] of options.entries()) {
    if ((await form.locator('[name=option-vi]').count()) <= index) await person.presses(`${FORM} [data-action=option-add]`);
    await form.locator('[name=option-vi]').nth(index).fill(text);
  }
  if (least !== undefined) await form.locator('[name=least]').fill(String(least));
  if (most !== undefined) await form.locator('[name=most]').fill(String(most));
  if (results) await person.marks(`${FORM} [name=results][value=${results}]`);
  if (final) await person.marks(`${FORM} [name=ballotRule][value=first_is_final]`);
  if (where) await form.locator('[name=where]').selectOption(where);
  for (const site of sites) await person.marks(`${FORM} [name=sites][value=${site}]`);
  if (groups) await form.locator('[name=groups]').fill(groups);
  if (present) await person.marks(`${FORM} [name=present]`);
  if (roles) for (const role of await valuesOf(person, `${FORM} [name=roles]`)) await person.marks(`${FORM} [name=roles][value=${role}]`, roles.includes(role));
}

/** Its number, once the draft is in the panel. */
export async function drafts(person, wish) {
  await fillsDraft(person, wish);
  await person.presses(`${FORM} [data-action="poll.draft"]`);
  const row = await person.sees('[data-panel=polls] [data-poll]', wish.title);
  return Number(await row.getAttribute('data-poll'));
}

export async function draftsAndOpens(person, wish) {
  const poll = await drafts(person, wish);
  await writesDuration(person, `[data-poll="${poll}"]`, wish.seconds ?? 0);
  await person.acts('poll.open', 'poll', poll);
  await person.sees(`[data-poll="${poll}"][data-state=open]`);
  return poll;
}

/** Chooses exactly these values, without sending. */
export async function chooses(person, poll, ...values) {
  const place = `input[name=poll-${poll}]`;
  await person.sees(place);
  const isRadio = (await person.page.locator(place).first().getAttribute('type')) === 'radio';
  // The mark of a radio goes by marking another.
  for (const value of await valuesOf(person, place)) if (!isRadio || values.includes(value)) await person.marks(`${place}[value="${value}"]`, values.includes(value));
}

export const sendsBallot = (person, poll) => person.presses(`[data-poll="${poll}"] [data-action="poll.cast"]`);

export const ballotButton = (person, poll) => person.page.locator(`[data-poll="${poll}"] [data-action="poll.cast"]`);

export async function votesFor(person, poll, ...values) {
  await chooses(person, poll, ...values);
  await sendsBallot(person, poll);
}

export async function proposes(person, poll, act, reason, note) {
  await person.presses(`[data-poll="${poll}"] [data-action="poll.void-open"]`);
  if (act !== 'void') await person.marks(`[name=act-${poll}][value=${act}]`);
  const form = `[data-form="poll.${act}"]`;
  await person.page.locator(`${form} [name=reason]`).selectOption(reason);
  await person.writes(`${form} [name=note]`, note);
  await person.presses(`${form} [data-action="poll.${act}"]`);
  await person.sees(`[data-poll="${poll}"] [data-proposed=${act}]`, note);
}

/** Waits until the stage shows all of what it shows: nothing runs out of its place. */
export const fitsItsScreen = (stage) =>
  until('all of the poll is on the screen', () =>
    stage.page.evaluate(() => {
      const place = document.querySelector('.fitted');
      return place !== null && place.scrollHeight <= place.clientHeight + 1 && place.scrollWidth <= place.clientWidth + 1;
    }),
  );
