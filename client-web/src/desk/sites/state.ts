// What the board shows now: whether it is open, whose details are, and the order in which the tiles stand.
import { effect, signal } from '@preact/signals';
import { boardOf, conditionOf, isExpected, isReached, lostAndBack, troubleFirst } from '../../core/sites.ts';
import type { Condition, SiteState } from '../../core/sites.ts';
import { si } from '../../i18n/sites.ts';
import { all, live, now, ready } from '../../ui/hub.ts';
import { say } from '../../ui/say.ts';
import { siteName } from '../../ui/staff.tsx';

export const open = signal(false);
export const chosen = signal<string | null>(null);

export const boardStates = (): SiteState[] =>
  boardOf({ sites: all('site'), people: all('person'), polls: all('poll'), stages: all('stage'), live: live.value }, now.value);

export const counted = (states: readonly SiteState[]): { reached: number; expected: number } => {
  const expected = states.filter(isExpected);
  return { reached: expected.filter(isReached).length, expected: expected.length };
};

export const byTrouble = signal(false);
/** The pointer or the focus is among the tiles: none of them moves then. */
let busy = false;
let order: readonly string[] = [];

export const holdStill = (still: boolean): void => {
  busy = still;
};

export function sortByTrouble(on: boolean): void {
  order = [];
  byTrouble.value = on;
}

/** Those with a place on the board, in an order that does not change under the finger. */
export function tilesOf(states: readonly SiteState[]): SiteState[] {
  const shown = new Map(states.filter(isExpected).map((state) => [state.site.id, state]));
  const wanted = byTrouble.value ? troubleFirst([...shown.values()]) : [...shown.keys()];
  const same = order.length === wanted.length && order.every((id) => shown.has(id));
  if (!busy || !same) order = wanted;
  return order.flatMap((id) => shown.get(id) ?? []);
}

let before: ReadonlyMap<string, Condition> = new Map();

// For whoever does not look at the board.
effect(() => {
  const links = live.value?.links;
  if (!ready.value || !links) return;
  const states = all('site').map((site) => ({ site, condition: conditionOf(links.find((link) => link.site === site.id), 0) }) as SiteState);
  const { lost, back } = lostAndBack(before, states);
  before = new Map(states.map(({ site, condition }) => [site.id, condition]));
  const named = (ids: readonly string[]): string => ids.map(siteName).join(', ');
  if (lost.length > 0) say(si().lost(named(lost)));
  else if (back.length > 0) say(si().back(named(back)));
});
