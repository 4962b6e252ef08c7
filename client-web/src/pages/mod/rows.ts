// Where the focus stands among the rows of the desk, and where it goes. A row is found in the page by its number.
import { signal } from '@preact/signals';
import { opened } from './desk.ts';
import { timers } from '../../ui/browser.ts';

/** By list, the row that can be reached by the tab key. */
export const current = signal<Readonly<Record<string, number>>>({});

const ROW = 'li[data-row]';

export const rowAt = (place: EventTarget | null): HTMLElement | null => (place instanceof Element ? place.closest<HTMLElement>(ROW) : null);

/** The number of the question in whose row or details this is. */
export function questionAt(place: EventTarget | null): number | undefined {
  const named = place instanceof Element ? place.closest<HTMLElement>('[data-question]')?.dataset['question'] : undefined;
  return named === undefined ? undefined : Number(named);
}

export const rowOf = (question: number): HTMLElement | null => document.querySelector<HTMLElement>(`${ROW}[data-question="${question}"]`);

const isLive = (row: Element): boolean => row.matches(`${ROW}[data-question]`);

function sibling(row: Element, by: 1 | -1): HTMLElement | null {
  let next: Element | null = row;
  do next = by > 0 ? next.nextElementSibling : next.previousElementSibling;
  while (next && !isLive(next));
  return next as HTMLElement | null;
}

/** More of the list is shown when its last row is left downwards: whoever goes by keys comes to every row. */
function goBelowMore(row: Element): boolean {
  const more = row.parentElement?.nextElementSibling;
  if (!(more instanceof HTMLElement) || !more.matches('[data-action=more]')) return false;
  more.click();
  // Drawn in a moment; whoever has gone elsewhere meanwhile stays there.
  requestAnimationFrame(() => rowAt(document.activeElement) === row && sibling(row, 1)?.focus());
  return true;
}

/** To the row below or above; what has gone is passed over. */
export function step(place: EventTarget | null, by: 1 | -1): boolean {
  const row = rowAt(place);
  if (!row) return false;
  const next = sibling(row, by);
  next?.focus();
  return next !== null || (by > 0 && goBelowMore(row));
}

/** After an act: the next row, else the one before, else the heading of the column. */
export function goOn(question: number): void {
  const row = rowOf(question);
  if (!row) return;
  if (!sibling(row, 1) && rowAt(document.activeElement) === row && goBelowMore(row)) return;
  const heading = row.closest('[data-panel]')?.querySelector('h2');
  heading?.setAttribute('tabindex', '-1');
  const next = sibling(row, 1) ?? sibling(row, -1) ?? heading;
  next?.focus({ preventScroll: next === heading });
}

export const backTo = (question: number): void => rowOf(question)?.focus();

/** Whose row was focused a moment ago, in which list: a redrawing that moves it must not lose the focus. */
let kept: { list: string; question: number } | null = null;

export function entered(list: string, place: EventTarget | null): void {
  const question = Number(rowAt(place)?.dataset['row']);
  if (!question) return;
  kept = { list, question };
  if (current.value[list] !== question) current.value = { ...current.value, [list]: question };
  followSoon(question);
}

export function left(list: string): void {
  const mine = kept;
  // A row that is moved loses the focus and is drawn before this runs.
  timers.after(0, () => kept === mine && kept?.list === list && !document.activeElement?.closest(ROW) && (kept = null));
}

export function keepFocus(list: string): void {
  if (kept?.list !== list || document.activeElement !== document.body) return;
  document.querySelector<HTMLElement>(`[data-rows="${list}"] > li[data-row="${kept.question}"]`)?.focus({ preventScroll: true });
}

const FOLLOW_MS = 200;
let cancelFollowing = (): void => undefined;

// On the way by the tab key from a row to its details there are rows of other lists.
let byTab = false;
addEventListener('keydown', ({ key }) => (byTab = key === 'Tab'), true);
addEventListener('pointerdown', () => (byTab = false), true);

// Open details go with the focus; not through every row on the way.
function followSoon(question: number): void {
  cancelFollowing();
  if (byTab) return;
  if (opened.value === null || opened.value === question || !wide.value) return;
  cancelFollowing = timers.after(FOLLOW_MS, () => {
    if (opened.value !== null && rowOf(question)) opened.value = question;
  });
}

const columns = matchMedia('(min-width: 1280px)');
/** Columns beside each other; below that tabs, and details inside their row. */
export const wide = signal(columns.matches);
columns.addEventListener('change', ({ matches }) => (wide.value = matches));
