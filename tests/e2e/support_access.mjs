// What can be judged of a page for people who see, hear or move otherwise: axe's rules of WCAG 2.2 AA, and the geometry of texts and targets.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(new URL('../../client-web/package.json', import.meta.url)).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const TARGET_LEAST = 48;

export const THEMES = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  forced: { colorScheme: 'dark', forcedColors: 'active' },
};

export const SIZES = [[320, 640], [360, 740], [768, 1024], [1366, 768], [1920, 1080]];

const settled = (page) => page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));

/** What axe finds: `rule: the element`, each once. */
async function violations(page, theme) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  // Forced colours are the system's: axe reads those that the page asked for.
  const rules = { 'color-contrast': { enabled: theme !== 'forced' } };
  return page.evaluate(async ([values, rules]) => {
    const { violations: found } = await window.axe.run(document, { runOnly: { type: 'tag', values }, rules, resultTypes: ['violations'] });
    return found.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html, any }) => `${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ''}`));
  }, [RULES, rules]);
}

// Runs in the page: wider than its window, cut off in its box, drawn over one another; what fingers cannot hit.
function faultsOfGeometry({ least, touch }) {
  const named = (element) => `${element.tagName.toLowerCase()}${element.dataset.action ? `[${element.dataset.action}]` : `.${element.className}`} "${element.textContent.trim().slice(0, 40)}"`;
  const found = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) found.push(`the page is ${document.documentElement.scrollWidth - width} px too wide`);
  // What scrolls, is drawn small or is only said aloud.
  const apart = (element) => element.closest('.scroll, .wide-table, .small-screen, .unseen, svg') !== null || isOnlySaid(element);
  const isOnlySaid = (element) => element !== null && (getComputedStyle(element).clipPath === 'inset(50%)' || isOnlySaid(element.parentElement));
  for (const element of document.querySelectorAll('body *')) {
    if (!element.checkVisibility({ visibilityProperty: true }) || apart(element)) continue;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    if (box.right > width + 1 || box.left < -1) found.push(`${named(element)} sticks out`);
    if (element.matches('input, select, textarea, .track')) continue;
    if (style.overflowX !== 'visible' && style.textOverflow !== 'ellipsis' && style.webkitLineClamp === 'none' && element.scrollWidth - element.clientWidth > 1) found.push(`${named(element)} is cut off at the side`);
    if (style.overflowY === 'hidden' && style.webkitLineClamp === 'none' && element.scrollHeight - element.clientHeight > 2) found.push(`${named(element)} is cut off below`);
  }
  for (const element of touch ? document.querySelectorAll('button, a[href], input:not([type=file]), select, textarea, summary') : []) {
    if (!element.checkVisibility({ visibilityProperty: true }) || element.closest('.unseen')) continue;
    // A radio or a box is hit by its label as well.
    const target = (element.matches('[type=radio], [type=checkbox]') && element.closest('label')) || element;
    const { width: wide, height } = target.getBoundingClientRect();
    if (wide > 0 && (height < least - 0.5 || wide < 24)) found.push(`${named(element)} is ${Math.round(wide)} × ${Math.round(height)} px`);
  }
  return [...new Set(found)];
}

/** Everything against one page as it stands, in each theme and at each size; empty = nothing. */
export async function judge(page, { sizes = SIZES, touch = false, themes = Object.keys(THEMES) } = {}) {
  const faults = [];
  const before = page.viewportSize();
  for (const theme of themes) {
    await page.emulateMedia(THEMES[theme]);
    await settled(page);
    for (const fault of await violations(page, theme)) faults.push(`${theme}: ${fault}`);
  }
  await page.emulateMedia(THEMES.light);
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height });
    await settled(page);
    for (const fault of await page.evaluate(faultsOfGeometry, { least: TARGET_LEAST, touch: touch && width <= 1024 })) faults.push(`${width} px: ${fault}`);
  }
  await page.setViewportSize(before);
  return faults;
}
