// Somebody without a mouse: what they reach, they reach by Tab and arrows, and what they do, they do by keys.
import { until } from './support.mjs';

const STOPS_MOST = 250;
const ROWS_MOST = 60;
const SETTLES_SECONDS = 2;

// Runs in the page: what has the focus, and what is wrong with how one sees it.
function focusNow(wanted) {
  const element = document.activeElement;
  if (!element || element === document.body) return { body: true, name: 'body', is: false };
  const words = (element.getAttribute('aria-label') ?? element.labels?.[0]?.innerText ?? element.innerText ?? '').trim().replace(/\s+/g, ' ').slice(0, 40);
  const name = `${element.localName}${element.dataset.action ? `[${element.dataset.action}]` : element.id ? `#${element.id}` : element.name ? `[${element.name}]` : ''} ${JSON.stringify(words)}`;
  const box = element.getBoundingClientRect();
  const troubles = [];
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  // A heading that is read out takes no keys.
  if (element.tabIndex >= 0 && (outlineStyle === 'none' || parseFloat(outlineWidth) < 2)) troubles.push(`${name}: the focus is not seen: ${outlineStyle} ${outlineWidth}`);
  const [left, right] = [Math.max(0, box.left), Math.min(innerWidth, box.right)];
  const [top, bottom] = [Math.max(0, box.top), Math.min(innerHeight, box.bottom)];
  if (right - left < 1 || bottom - top < 1) troubles.push(`${name}: the focus is outside the window, at ${Math.round(box.left)},${Math.round(box.top)}`);
  else {
    // What lies above it: a bar that stays, a message. Half of it at least must be seen.
    const points = [0.1, 0.5, 0.9].flatMap((x) => [0.15, 0.5, 0.85].map((y) => [left + x * (right - left), top + y * (bottom - top)]));
    const seen = points.filter(([x, y]) => {
      const above = document.elementFromPoint(x, y);
      return above !== null && (above.contains(element) || element.contains(above) || [...(element.labels ?? [])].some((label) => label.contains(above)));
    });
    if (seen.length < 5) troubles.push(`${name}: hidden behind ${document.elementFromPoint(...points[4])?.outerHTML.slice(0, 80)}`);
  }
  const part = element.closest('li, tr, form, fieldset, header, nav, section, main');
  element.dataset.walked ??= String((window.walked = (window.walked ?? 0) + 1));
  let scrolled = scrollY; // of the page and of every part that scrolls by itself
  for (let around = element.parentElement; around && around !== document.documentElement; around = around.parentElement) scrolled += around.scrollTop;
  return { name, troubles, is: wanted ? element.matches(wanted) : false, part: part ? [...document.querySelectorAll('*')].indexOf(part) : -1, top: box.top + scrolled, bottom: box.bottom + scrolled, left: box.left, mark: element.dataset.walked, tag: element.localName };
}

// Runs in the page: whether the row stands above what has the focus.
function liesAbove(row) {
  return Boolean(document.activeElement.compareDocumentPosition(document.querySelector(row)) & Node.DOCUMENT_POSITION_PRECEDING);
}

// Runs in the page: what can be pressed and is seen, and was not walked to. Of radios only the chosen one is a stop.
function notReached() {
  const rest = [];
  for (const element of document.querySelectorAll('a[href], button, input, select, textarea, summary')) {
    if (element.dataset.walked || element.matches(':disabled, [tabindex="-1"]') || !element.getClientRects().length || !element.checkVisibility({ visibilityProperty: true })) continue;
    if (element.type === 'radio' && [...document.getElementsByName(element.name)].some((other) => other.dataset.walked)) continue;
    rest.push(`${element.outerHTML.slice(0, 100)}`);
  }
  document.querySelectorAll('[data-walked]').forEach((element) => delete element.dataset.walked);
  return rest;
}

/** Makes of a person one who has a keyboard alone; what they meet on their ways that is wrong stands in `troubles`. */
export function byKeyboard(person) {
  return Object.assign(person, {
    troubles: [],

    async key(...names) {
      for (const name of names) await this.page.keyboard.press(name);
    },

    /** Where the focus is; `is`: on what was asked for. */
    async focus(wanted) {
      const now = await this.looks(wanted);
      this.troubles.push(...(now.troubles ?? []));
      return now;
    },

    /** Again where something is wrong: the page may be on its way. */
    async looks(wanted) {
      let now;
      const isRight = async () => !(now = await this.page.evaluate(focusNow, wanted)).troubles?.length;
      await until('nothing is wrong', isRight, SETTLES_SECONDS).catch(() => undefined);
      return now;
    },

    /** By Tab, or backwards, from where one is: round the page once at most. */
    async walksTo(wanted, { back = false } = {}) {
      await this.sees(wanted);
      const passed = [];
      if ((await this.focus(wanted)).is) return passed;
      for (let stop = 0; stop < STOPS_MOST; stop += 1) {
        await this.key(back ? 'Shift+Tab' : 'Tab');
        const now = await this.focus(wanted);
        if (now.is) return passed;
        passed.push(now.name);
        if (passed.filter((name) => name === 'body').length > 2) break;
      }
      throw new Error(`${this.name} does not come to ${wanted} by Tab, but to:\n${passed.join('\n')}`);
    },

    /** To one row of a list that is a single stop: into the list by Tab, on in it by arrows. */
    async walksToRow(row, options = {}) {
      await this.walksTo(await this.listOf(row), options);
      for (let step = 0; step < ROWS_MOST; step += 1) {
        if ((await this.focus(row)).is) return;
        await this.key((await this.page.evaluate(liesAbove, row)) ? 'ArrowUp' : 'ArrowDown');
      }
      throw new Error(`${this.name} does not come to ${row} by arrows`);
    },

    /** What has the focus when one is in the list of this row. */
    async listOf(row) {
      const name = await (await this.sees(row)).evaluate((element) => element.closest('[data-rows]').dataset.rows);
      return `[data-rows="${name}"] > li, [data-rows="${name}"] > li *`;
    },

    async hits(wanted, how = 'Enter', options = {}) {
      await this.walksTo(wanted, options);
      await this.key(how);
    },

    /** Into a field, over what stands in it. */
    async fillsBy(wanted, text, options = {}) {
      await this.walksTo(wanted, options);
      await this.key('Control+a');
      await this.page.keyboard.type(text);
    },

    /** One of several radios: into their group by Tab, on by arrows. */
    async picks(group, wanted) {
      await this.walksTo(group);
      for (let step = 0; step < 12; step += 1) {
        if ((await this.focus(wanted)).is) return this.key('Space');
        await this.key('ArrowDown');
      }
      throw new Error(`${this.name} does not come to ${wanted} by arrows`);
    },

    /** The option of a select with these words, by its first letters. */
    async chooses(wanted, value) {
      await this.walksTo(wanted);
      for (let step = 0; step < 60; step += 1) {
        if ((await this.page.locator(wanted).first().inputValue()) === value) return;
        await this.key('ArrowDown');
      }
      throw new Error(`${this.name} does not come to ${value} of ${wanted} by arrows`);
    },

    /** After an act: whoever listens to the page is not thrown back to its beginning. */
    async isSomewhere(after) {
      let last;
      await until(`${this.name}, after ${after}: something has the focus`, async () => !(last = await this.page.evaluate(focusNow)).body);
      return last;
    },

    /** Once round the page: every stop can be seen, everything that can be pressed is a stop, nothing holds one back, and parts are read downwards. */
    async goesRound() {
      const { page } = this;
      await page.evaluate(() => {
        document.querySelectorAll('[data-walked]').forEach((element) => delete element.dataset.walked);
      });
      // To the end first: then the next Tab comes to the beginning.
      for (let step = 0; step < STOPS_MOST && !(await page.evaluate(focusNow)).body; step += 1) await this.key('Tab');
      const stops = [];
      const wrong = [];
      const met = new Set();
      for (let step = 0; step < STOPS_MOST; step += 1) {
        await this.key('Tab');
        const now = await this.looks();
        if (now.body) break;
        if (met.has(now.mark)) {
          if (now.mark !== stops[0].mark) wrong.push(`${now.name} holds one back`);
          break;
        }
        met.add(now.mark);
        wrong.push(...now.troubles);
        const before = stops.at(-1);
        if (before && before.part === now.part && now.bottom <= before.top && now.left <= before.left) wrong.push(`${now.name} comes after ${before.name} and stands before it`);
        stops.push(now);
      }
      if (stops.length === STOPS_MOST) wrong.push(`more than ${STOPS_MOST} stops`);
      wrong.push(...(await page.evaluate(notReached)).map((element) => `not reached: ${element}`));
      // And back the same way, once the end is reached again.
      const [last, ...others] = stops.slice(-8).reverse();
      for (let step = 0; step < 3 && (await this.looks()).name !== last.name; step += 1) await this.key('Shift+Tab');
      for (const { name } of others) {
        await this.key('Shift+Tab');
        const now = await this.looks();
        if (now.name !== name) wrong.push(`back from ${name} one comes to ${now.name}`);
        wrong.push(...(now.troubles ?? []));
      }
      return { stops: stops.map(({ name }) => name), wrong };
    },
  });
}

// Runs in the page: what brings one past what is the same everywhere.
export function landmarks() {
  const wrong = [];
  const count = (selector) => [...document.querySelectorAll(selector)].filter((element) => element.getClientRects().length).length;
  if (count('main') !== 1) wrong.push(`${count('main')} main`);
  if (count('h1') !== 1) wrong.push(`${count('h1')} h1`);
  if (document.querySelector('[tabindex]:not([tabindex="0"]):not([tabindex="-1"])')) wrong.push('a tabindex of its own order');
  const before = [...document.querySelectorAll('button, a[href], input, select')].filter((element) => element.getClientRects().length && !element.closest('main') && document.querySelector('main')?.compareDocumentPosition(element) === Node.DOCUMENT_POSITION_PRECEDING);
  if (before.length > 10 && !document.querySelector('a[href="#main"]')) wrong.push(`${before.length} stops before what the page is for`);
  return wrong;
}
