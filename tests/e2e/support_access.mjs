// What can be judged of a page for people who see, hear or move otherwise: axe's rules of WCAG 2.2 AA, and the geometry of texts and targets.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(new URL('../../client-web/package.json', import.meta.url)).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const TARGET_LEAST = 48;
const TARGETS_APART = 8;

export const THEMES = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  forced: { colorScheme: 'dark', forcedColors: 'active' },
};

/** A tablet is turned, a window made narrower: what was laid out wide before must fit then, too. */
export const SIZES = [[1024, 768], [768, 1024], [390, 844], [360, 740], [320, 640], [1366, 768], [1920, 1080]];
/** A laptop's window where everything is twice as large. */
const ZOOMED = [683, 384];
// As 1.4.12 wants it to be possible.
const SPACED = '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }';
const SPACED_SIZES = [[360, 740], [1366, 768]];

const settled = (page) =>
  page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined))).then(() => new Promise(requestAnimationFrame)).then(() => undefined));

/** What axe finds: `rule: the element`, each once. Only the first look is at everything: what a theme changes is its colours. */
async function violations(page, first) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  return page.evaluate(async ([values, first]) => {
    const runOnly = first ? { type: 'tag', values } : { type: 'rule', values: ['color-contrast'] };
    const { violations: found, incomplete } = await window.axe.run(document, { runOnly, preload: false, resultTypes: ['violations', 'incomplete'] });
    // Letters in the very colour of their ground are not sure to be a fault, axe says: some hide words so. Here nobody does.
    const unseen = incomplete.map((rule) => ({ ...rule, nodes: rule.nodes.filter(({ any }) => any[0]?.data?.messageKey === 'equalRatio') }));
    return [...found, ...unseen].flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html, any }) => `${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ''}`));
  }, [RULES, first]);
}

// Runs in the page, where the system's colours are forced: what was told by a fill alone is gone.
function faultsOfForced() {
  const found = [];
  const canvas = getComputedStyle(document.body).backgroundColor;
  const clear = 'rgba(0, 0, 0, 0)';
  const looks = (element) => {
    const { backgroundColor, borderTopColor, borderTopWidth, borderTopStyle, outlineStyle, textDecorationLine, boxShadow } = getComputedStyle(element);
    return [backgroundColor, borderTopColor, borderTopWidth, borderTopStyle, outlineStyle, textDecorationLine, boxShadow].join();
  };
  for (const fill of document.querySelectorAll('.fill')) {
    const { backgroundColor, borderTopWidth } = getComputedStyle(fill);
    if (fill.getClientRects().length && (backgroundColor === canvas || backgroundColor === clear) && parseFloat(borderTopWidth) === 0) found.push(`a bar cannot be seen: ${fill.outerHTML.slice(0, 80)}`);
  }
  for (const pressed of document.querySelectorAll('[aria-pressed=true], [aria-current]')) {
    if (!pressed.getClientRects().length) continue;
    const others = [...document.querySelectorAll('[aria-pressed=false], nav a:not([aria-current])')];
    const other = others.find((one) => one.className === pressed.className && one.localName === pressed.localName && one.getClientRects().length);
    if (other && looks(other) === looks(pressed)) found.push(`pressed looks like not pressed: ${pressed.outerHTML.slice(0, 100)}`);
  }
  return [...new Set(found)];
}

// Runs in the page: wider than its window, cut off in its box, drawn over one another; what fingers cannot hit, or hit with its neighbour.
function faultsOfGeometry({ least, apart: gap, touch }) {
  const named = (element) => `${element.tagName.toLowerCase()}${element.dataset.action ? `[${element.dataset.action}]` : `.${element.className}`} "${element.textContent.trim().slice(0, 40)}"`;
  const found = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) {
    // By a fraction of a pixel too: rounded, that is one.
    const wide = [...document.querySelectorAll('body *')].filter((element) => element.checkVisibility() && element.getBoundingClientRect().right > width);
    found.push(`the page is ${document.documentElement.scrollWidth - width} px too wide: ${wide.map(named).join(', ')}`);
  }
  // Only said aloud, or under a dialog.
  const isOnlySaid = (element) => element !== null && (getComputedStyle(element).clipPath === 'inset(50%)' || isOnlySaid(element.parentElement));
  const isCut = (element) => element !== null && (getComputedStyle(element).overflowX !== 'visible' || isCut(element.parentElement));
  const dialog = document.querySelector('dialog[open]');
  const counts = (element) => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && (!dialog || dialog.contains(element));
  // What scrolls, is drawn small or is only said aloud.
  const apart = (element) => element.closest('.scroll, .wide-table, .small-screen, .unseen, svg') !== null || isOnlySaid(element);
  const all = [...document.querySelectorAll('body *')].filter((element) => counts(element) && !apart(element));
  const texts = [];
  for (const element of all) {
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    if ((box.right > width + 1 || box.left < -1) && !isCut(element.parentElement)) found.push(`${named(element)} sticks out`);
    if (element.matches('input, select, textarea, option, .track')) continue;
    if (style.overflowX !== 'visible' && style.textOverflow !== 'ellipsis' && style.webkitLineClamp === 'none' && element.scrollWidth - element.clientWidth > 1) found.push(`${named(element)} is cut off at the side`);
    if (style.overflowY === 'hidden' && style.webkitLineClamp === 'none' && element.scrollHeight - element.clientHeight > 2) found.push(`${named(element)} is cut off below`);
    for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE && node.data.trim()) texts.push(...linesOf(node, element));
  }
  // Only what lies in the page itself: a bar that stays lies over it on purpose.
  function linesOf(node, element) {
    const range = document.createRange();
    range.selectNodeContents(node);
    for (let up = element; up; up = up.parentElement) if (/fixed|sticky/.test(getComputedStyle(up).position) && up.localName !== 'dialog') return [];
    const clips = clipsOf(element);
    return [...range.getClientRects()].flatMap(({ left, top, right, bottom }) => {
      const line = cutTo({ element, left, top, right, bottom }, clips);
      return line.right - line.left > 2 && line.bottom - line.top > 2 ? [line] : [];
    });
  }
  /** The boxes that cut off what is in them. */
  function clipsOf(element) {
    const clips = [];
    for (let up = element; up; up = up.parentElement) {
      const { overflowY, overflowX, webkitLineClamp } = getComputedStyle(up);
      if (overflowY !== 'visible' || overflowX !== 'visible' || webkitLineClamp !== 'none') clips.push(up.getBoundingClientRect());
    }
    return clips;
  }
  function cutTo(box, clips) {
    for (const { left, top, right, bottom } of clips)
      Object.assign(box, { left: Math.max(box.left, left), top: Math.max(box.top, top), right: Math.min(box.right, right), bottom: Math.min(box.bottom, bottom) });
    return box;
  }
  texts.sort((one, other) => one.top - other.top);
  for (const [index, one] of texts.entries())
    for (let next = index + 1; next < texts.length && texts[next].top < one.bottom; next += 1) {
      const other = texts[next];
      if (one.element === other.element) continue; // lines after the last that is shown
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const down = Math.min(one.bottom, other.bottom) - other.top;
      // The box of a line is higher than its letters.
      if (across > 2 && down > 0.35 * Math.min(one.bottom - one.top, other.bottom - other.top)) found.push(`${named(one.element)} and ${named(other.element)} are drawn over one another`);
    }
  if (!touch) return [...new Set(found)];
  const targets = [];
  for (const element of document.querySelectorAll('button, a[href], input:not([type=file]), select, textarea, summary')) {
    if (!counts(element) || element.closest('.unseen, .small-screen')) continue;
    // A radio or a box is hit by its label as well.
    const target = (element.matches('[type=radio], [type=checkbox]') && element.closest('label')) || element;
    const { left, top, right, bottom, width: wide, height } = target.getBoundingClientRect();
    if (wide === 0) continue;
    if (element.localName === 'a' && getComputedStyle(element).display === 'inline') continue; // in a sentence
    if (height < least - 0.5 || wide < 24) found.push(`${named(target)} is ${Math.round(wide)} × ${Math.round(height)} px`);
    const seen = cutTo({ target, left, top, right, bottom }, clipsOf(target.parentElement));
    if (getComputedStyle(target).display !== 'inline' && seen.right - seen.left > 2 && seen.bottom - seen.top > 2) targets.push(seen);
  }
  for (const [index, one] of targets.entries())
    for (const other of targets.slice(index + 1)) {
      if (one.target.contains(other.target) || other.target.contains(one.target) || one.target === other.target) continue;
      // What stays in its place may lie beside anything.
      const barOf = (target) => target.closest('.tabs, .step, .undo, .top, .alone, .bar, .refusals');
      if (barOf(one.target) !== barOf(other.target)) continue;
      const across = Math.max(one.left, other.left) - Math.min(one.right, other.right);
      const down = Math.max(one.top, other.top) - Math.min(one.bottom, other.bottom);
      const distance = Math.max(across, down);
      if (distance < gap - 0.5) found.push(`${named(one.target)} and ${named(other.target)} are ${Math.round(distance)} px apart`);
    }
  return [...new Set(found)];
}

/** Runs in the page from its beginning: what moves where somebody has asked for stillness. */
export function watchMotion() {
  window.moved = new Set();
  const note = ({ target, animationName, propertyName }) => window.moved.add(`${animationName ?? propertyName} of ${target.outerHTML?.slice(0, 60)}`);
  for (const name of ['transitionrun', 'animationstart']) document.addEventListener(name, note, true);
}

/** Everything against one page as it stands, in each theme and at each size; empty = nothing. take(name): a picture of the moment, for who looks. */
export async function judge(page, { sizes = SIZES, touch = false, themes = Object.keys(THEMES), zoom = true, spaced = true, take } = {}) {
  const faults = [];
  const before = page.viewportSize();
  for (const [index, theme] of themes.entries()) {
    await page.emulateMedia(THEMES[theme]);
    await settled(page);
    await take?.(theme);
    // Forced colours are the system's: axe reads those that the page asked for.
    const found = theme === 'forced' ? await page.evaluate(faultsOfForced) : await violations(page, index === 0);
    for (const fault of found) faults.push(`${theme}: ${fault}`);
  }
  if (themes.at(-1) !== 'light') await page.emulateMedia(THEMES.light);
  const measure = async (name, [width, height]) => {
    await page.setViewportSize({ width, height });
    await settled(page);
    const options = { least: TARGET_LEAST, apart: TARGETS_APART, touch: touch && width <= 1024 && !name };
    for (const fault of await page.evaluate(faultsOfGeometry, options)) faults.push(`${name}${width} px: ${fault}`);
  };
  for (const size of sizes) {
    await measure('', size);
    await take?.(`${size[0]}`);
  }
  if (zoom) await measure('zoomed, ', ZOOMED);
  if (spaced) {
    // Into the page's own sheet: its policy lets no other in.
    await page.evaluate((css) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      document.adoptedStyleSheets = [sheet];
    }, SPACED);
    for (const size of SPACED_SIZES.filter(([width]) => sizes.some(([one]) => one === width))) await measure('spaced, ', size);
    await page.evaluate(() => (document.adoptedStyleSheets = []));
  }
  await page.setViewportSize(before);
  return faults;
}
