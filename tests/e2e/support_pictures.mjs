// Taking a picture of a window in both languages, and what can be judged of it without looking.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from './support_browser.mjs';
import { trust } from './support_crowd.mjs';
import { shrink } from './support_png.mjs';
import { becomes, ROOT } from './support.mjs';

export const ALL = join(ROOT, 'tests/out/pictures');
const CHOSEN = join(ROOT, 'deploy/pictures');
const CHOSEN_BYTES = 120 * 1024;

export const faults = [];

/**
 * Holds a conference for its pictures: `story(browser)` between the start of the hub and the end of everything. What is wrong with the layout of a picture
 * is printed at the end, and then the exit code is 1.
 *   beside   `Site`s that the story starts
 *   begin    what is done before: `clear` for the first script
 *   chosen   the pictures that are the README's
 *   after    what has to be closed, whatever happened
 */
export async function takePictures({ hub, beside = [], begin = prepare, chosen = [], after }, story) {
  let browser;
  try {
    begin();
    await hub.start();
    trust(hub);
    browser = await launch();
    await story(browser);
    choose(...chosen);
  } finally {
    await browser?.close();
    after?.();
    for (const one of [...beside, hub]) one.remove();
  }
  for (const fault of faults) console.log(fault);
  process.exit(faults.length > 0 ? 1 : 0);
}

/** The conference as it is configured, with a twentieth of its people. */
export function smallDialogue(more = {}) {
  const config = JSON.parse(readFileSync(join(ROOT, 'config/dialogue-2023.json'), 'utf8'));
  delete config.$schema;
  const sites = config.sites.map((site) => ({ ...site, people: Math.ceil(site.people / 20) }));
  const limits = { ...config.limits, signInsFailedPerMinute: 1000, ...more };
  return { ...config, sites, limits };
}

export function clear() {
  rmSync(ALL, { recursive: true, force: true });
  prepare();
}

export function prepare() {
  for (const directory of [ALL, CHOSEN]) mkdirSync(directory, { recursive: true });
}

/** NAME.vi.png and NAME.en.png of the window from its top, or as `before` leaves it. Displays have no button for it: they are opened anew.
 * whole: also what is below the fold. asItIs: in the language of the moment, nothing pressed or opened. */
export async function take(person, name, { onStage = false, before = toTop(person), whole = false, asItIs = false } = {}) {
  for (const language of asItIs ? ['vi'] : ['vi', 'en']) {
    await speak(person, language, onStage);
    await before();
    await snap(person, `${name}.${language}`, whole);
  }
  await speak(person, 'vi', onStage);
}

async function speak(person, language, onStage) {
  if ((await person.page.getAttribute('html', 'lang')) === language) return;
  if (onStage) {
    await person.go(`${new URL(person.page.url()).origin}/stage?lang=${language}`);
    await person.sees('[data-screen=main] .view > *');
  } else await person.presses('[data-action=language]');
  await becomes('the language', language, () => person.page.getAttribute('html', 'lang'));
}

// Whoever presses in a story scrolls to what is pressed: nobody has touched what is in a picture.
const toTop = ({ page }) => () =>
  page.evaluate(() => [document.documentElement, ...document.querySelectorAll('.board > *, .questions')].forEach((place) => place.scrollTo(0, 0)));

async function snap(person, name, whole) {
  const { page } = person;
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined))));
  await page.screenshot({ path: join(ALL, `${name}.png`), fullPage: whole });
  for (const fault of await page.evaluate(faultsOfLayout)) faults.push(`${name}: ${fault}`);
}

// Runs in the page: what is wider than the window, or cut off in its box; a wide table scrolls in its own, a small screen is drawn large and scaled.
function faultsOfLayout() {
  const named = (element) => `${element.tagName.toLowerCase()}.${element.className} "${element.textContent.slice(0, 40)}"`;
  const isShortened = (element) => element !== null && (getComputedStyle(element).textOverflow === 'ellipsis' || isShortened(element.parentElement));
  const found = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) {
    // By a fraction of a pixel too: rounded, that is one.
    const wide = [...document.querySelectorAll('body *')].filter((element) => element.checkVisibility() && element.getBoundingClientRect().right > clientWidth);
    found.push(`the page is ${scrollWidth - clientWidth} px wider than its window: ${wide.map(named).join(', ')}`);
  }
  for (const element of document.querySelectorAll('body *:not(.unseen, .unseen *, svg *, .wide-table, .wide-table *, .small-screen, .small-screen *)')) {
    if (!element.checkVisibility() || element.matches('input, select, textarea, .track')) continue;
    if (getComputedStyle(element).clipPath !== 'none') continue; // for who listens
    if (isShortened(element)) continue; // on purpose, as its dots say
    const wide = element.scrollWidth - element.clientWidth;
    const isCut = getComputedStyle(element).overflowX !== 'visible' && wide > 1;
    if (isCut || element.getBoundingClientRect().right > clientWidth + 1) found.push(`${named(element)} does not fit`);
    // Cut after some lines on purpose.
    if (getComputedStyle(element).webkitLineClamp !== 'none') continue;
    const needed = element.scrollHeight - element.clientHeight;
    if (getComputedStyle(element).overflowY === 'hidden' && needed > 2) found.push(`${named(element)} is cut off below`);
  }
  return found;
}

/** The named pictures, in both languages, also for the README. */
export function choose(...names) {
  for (const file of names.flatMap((name) => [`${name}.vi.png`, `${name}.en.png`])) {
    const small = shrink(readFileSync(join(ALL, file)));
    if (small.length > CHOSEN_BYTES) faults.push(`${file}: ${small.length} bytes, more than ${CHOSEN_BYTES}`);
    writeFileSync(join(CHOSEN, file), small);
  }
}
