// What people do at a conference, in their words. Only what can be seen and pressed is used.
import { HALL, LAPTOP, Person, PHONE, TABLET } from './support_browser.mjs';
import { until } from './support.mjs';

/** Opens a window of the given size and makes it a person with the given habits. */
async function open(browser, name, size, habits, options) {
  return Object.assign(await Person.open(browser, name, size, options), habits);
}

const phoneHabits = {
  async joinsByCode(origin, code) {
    await this.go(`${origin}/`);
    await this.types('#code', code);
    await this.presses('[data-action="session.open"]');
    await this.sees('[data-screen=main]');
  },
  async looksAt(tab) {
    await this.presses(`[data-tab=${tab}]`);
    await this.sees(`#panel-${tab}`);
  },
  async asks(text) {
    await this.looksAt('ask');
    await this.writes('#question', text);
    await this.presses('[data-action="question.submit"]');
  },
  async votes(poll, choice) {
    await this.marks(`input[name=poll-${poll}][value=${choice}]`);
    await this.presses(`[data-poll="${poll}"] [data-action="poll.cast"]`);
  },
  async hasRecorded(poll, choice) {
    await this.sees(`[data-poll="${poll}"] [data-ballot=recorded]`, BALLOT_WORDS[choice]);
  },
  /** The tally shown for a poll, as numbers. */
  async reads(poll) {
    return tallyIn(this, `#panel-poll [data-poll="${poll}"]`);
  },
};

const BALLOT_WORDS = { yes: ': Đồng ý', no: ': Không đồng ý', abstain: ': Không có ý kiến' };

const deskHabits = {
  async signsIn(url, name, password) {
    await this.go(url);
    await this.givesPassword(name, password);
    await this.sees('[data-screen=main]');
  },
};

const operatorHabits = {
  ...deskHabits,
  /** Past the check-in page, which comes first on a machine where it was not seen yet. */
  async signsIn(url, name, password) {
    await this.go(url);
    await this.givesPassword(name, password);
    await this.checksIn();
  },
  async checksIn() {
    const screen = await this.attribute('[data-screen=rehearsal], [data-screen=main]', 'data-screen');
    if (screen === 'rehearsal') await this.presses('[data-action=rehearsal-done]');
    await this.sees('[data-screen=main]');
  },
  /** Somebody of the site, once it is seen who that is. */
  async names(number) {
    await this.writes('#person-number', String(number));
    await this.sees('#person-name[data-person]:not([data-person=""])');
  },
  async asksToSpeakFor(number) {
    await this.names(number);
    await this.presses('[data-panel=behalf] [data-action="speaker.request"]');
  },
  async asksFor(number, text) {
    await this.names(number);
    await this.writes('#question', text);
    await this.presses('[data-action="question.submit"]');
  },
};

const moderatorHabits = {
  ...deskHabits,
  /** The number of the question with this text, once it is in the panel. */
  async finds(panel, text) {
    if (panel === 'pending') await this.lets(text);
    const row = await this.sees(`[data-panel=${panel}] [data-question]`, text);
    return Number(await row.getAttribute('data-question'));
  },
  /** New questions wait behind a pill while the pointer or the focus is among the others. */
  async lets(text) {
    const row = this.page.locator('[data-panel=pending] [data-question]').filter({ visible: true, hasText: text });
    await until(`${this.name} has ${JSON.stringify(String(text))} among the new`, async () => (await row.count()) > 0 || this.showsNew());
  },
  /** The number of the question with this text, once it is approved. */
  async approves(text) {
    const question = await this.finds('pending', text);
    await this.acts('question.approve', 'question', question);
    await this.finds('approved', text);
    return question;
  },
  /** Opens the details, if they are not, and does what is behind them; once more where they have gone on with the focus meanwhile. */
  async within(question, method) {
    const details = `[data-details="${question}"]`;
    await until(`${method} of ${question}`, async () => {
      if (!(await this.page.locator(details).isVisible())) await this.acts('details', 'question', question);
      return this.pressesOnce(`${details} [data-action="${method}"]`, { timeout: 3000 }).catch(() => false);
    });
  },
  /** Presses the pill if there is one. Always false: what it has shown is to be looked for. */
  async showsNew() {
    const pill = this.page.locator('[data-action=show-new]').filter({ visible: true });
    if (await pill.count()) await pill.first().click({ timeout: 2000 }).catch(() => undefined);
    return false;
  },
  acts(method, kind, id) {
    return this.presses(`[data-${kind}="${id}"] [data-action="${method}"]`);
  },
  /** Also somebody who has not said ready: then the desk is asked once whether it is meant. */
  async starts(speaker) {
    const row = await this.sees(`[data-speaker="${speaker}"]:is([data-state=next], [data-state=ready])`);
    const isReady = (await row.getAttribute('data-state')) === 'ready';
    await this.acts('speaker.start', 'speaker', speaker);
    if (!isReady) await this.presses(`[data-speaker="${speaker}"] [data-sure] [data-action="speaker.start"]`);
  },
  async rejects(question, reason, note) {
    await this.acts('question.reject-open', 'question', question);
    await this.writes('[data-form="question.reject"] [name=note]', note);
    await this.presses(`[data-form="question.reject"] [data-action="question.reject"][data-reason=${reason}]`);
  },
  async draftsPoll(title, results) {
    const form = '[data-form="poll.draft"]';
    if (!(await this.page.locator('#poll-vi').isVisible())) await this.presses(`${form} summary`);
    await this.writes('#poll-vi', title);
    await this.marks(`${form} [name=results][value=${results}]`);
    await this.presses(`${form} [data-action="poll.draft"]`);
    const row = await this.sees('[data-panel=polls] [data-poll]', title);
    return Number(await row.getAttribute('data-poll'));
  },
  async opensPoll(title, results, seconds = 0) {
    const poll = await this.draftsPoll(title, results);
    await writesDuration(this, `[data-poll="${poll}"]`, seconds);
    await this.acts('poll.open', 'poll', poll);
    await this.sees(`[data-poll="${poll}"][data-state=open]`);
    return poll;
  },
  async closesPoll(poll) {
    await this.acts('poll.close', 'poll', poll);
    await this.sees(`[data-poll="${poll}"][data-state=closed]`);
  },
  async publishes(poll) {
    await this.acts('poll.publish', 'poll', poll);
    await this.sees(`[data-poll="${poll}"][data-state=published]`);
  },
  /** On the main display, or on one display alone; until this desk knows it: who sends the next before is told that somebody was faster. */
  async shows(view, display = 'main') {
    await this.choosesView(view, display);
    await this.presses('[data-panel=stage] [data-action="stage.show"]');
    await this.sees(`[data-panel=stage] ${view === 'main' ? `[data-display="${display}"][data-own=false]` : `[data-preview=shown][data-preview-view=${view}]`}`);
  },
  async choosesView(view, display = 'main') {
    await this.marks(`[data-panel=stage] [name=display][value="${display}"]`);
    await this.presses(`[data-panel=stage] [data-action="stage.choose"][data-view=${view}]`);
    await this.sees(`[data-panel=stage] [data-preview=chosen]`);
  },
};

/** Into the two fields of a form that asks for a duration; 0 = no limit. */
export async function writesDuration(person, place, seconds) {
  await person.writes(`${place} [name=minutes]`, seconds ? String(Math.floor(seconds / 60)) : '');
  await person.writes(`${place} [name=seconds]`, seconds ? String(seconds % 60) : '');
}

export async function tallyIn(person, place) {
  return (await person.attribute(`${place} [data-tally]`, 'data-tally')).split(' ').map(Number);
}

/** yes, no, abstain as the hub's export says it of one poll. */
export async function exportedTally(hub, poll) {
  return (await hub.export('polls')).find(({ id }) => id === poll).tally;
}

export const openPhone = (browser, name, options) => open(browser, name, PHONE, phoneHabits, options);
export const openOperator = (browser, options) => open(browser, 'operator', LAPTOP, operatorHabits, options);
export const openModerator = (browser, options) => open(browser, 'moderator', LAPTOP, moderatorHabits, options);
export const openChair = (browser, options) => open(browser, 'chair', TABLET, moderatorHabits, { hasTouch: true, isMobile: true, ...options });
export const openStage = (browser, options) => open(browser, 'stage', HALL, {}, options);

const LONG_SECONDS = 45;

/** The desk takes half a minute after half a minute from who is speaking there, until nothing is left. */
export async function timeIsUp(desk, place) {
  while ((await secondsOn(desk, place)) > 0) {
    const rev = await desk.attribute(place, 'data-rev');
    await desk.presses(`${place} [data-seconds="-30"]`);
    await until('the row changes', async () => (await desk.attribute(place, 'data-rev')) !== rev);
  }
}

/** Seconds that a countdown shows: 1:05 is 65, −0:05 is -5. */
export async function secondsOn(person, place) {
  const text = await person.textOf(`${place} [role=timer]`);
  const [minutes, seconds] = text.replace('−', '').split(':').map(Number);
  return (text.includes('−') ? -1 : 1) * (60 * minutes + seconds);
}

/** That a countdown began at `from`, not long ago, and goes down. A millisecond between two clocks may be a second on the display. */
export async function countsDown(person, place, from) {
  const first = await secondsOn(person, place);
  if (first > from + 1 || first < from - LONG_SECONDS) throw new Error(`${person.name}: the countdown shows ${first} s, begun at ${from}`);
  await until(`${person.name}: the countdown goes down`, async () => (await secondsOn(person, place)) < first);
}

/** Several countdowns, `[person, place]` each, show the same. They are read one after another, and each turns to the next second at a moment of its own. */
export function countTogether(...countdowns) {
  return until('the countdowns show the same', async () => {
    const seconds = await Promise.all(countdowns.map(([person, place]) => secondsOn(person, place)));
    return Math.max(...seconds) - Math.min(...seconds) <= 1;
  });
}
