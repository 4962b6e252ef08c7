// The list of people as it is looked at: filter, page, who is marked. The hub is asked anew for every look.
import { batch, signal } from '@preact/signals';
import type { Role } from '../../core/roster.ts';
import type { PersonListed, PersonListResult } from '../../core/types.gen.ts';
import { timers } from '../../ui/browser.ts';
import { goTo } from './sections.tsx';
import { ask, peopleChanged } from './wire.ts';

export interface Filter {
  readonly text: string;
  readonly site: string;
  readonly role: Role | '';
}

export const LIST_PAGE = 50;
const EVERYBODY: Filter = { text: '', site: '', role: '' };
const PAUSE_MS = 400;

export const filter = signal<Filter>(EVERYBODY);
/** The last person of each page before the one shown. */
export const before = signal<readonly string[]>([]);
export const shown = signal<PersonListResult | null>(null);
export const failed = signal(false);
export const marked = signal<ReadonlyMap<string, PersonListed>>(new Map());

let asked = '';
let cancelPause = (): void => undefined;
// What was written and is not asked for yet: another choice meanwhile takes it along.
let written: Partial<Filter> = {};

/** Asks for what the filter says, unless that was the last question. */
export function look(): void {
  const wanted = JSON.stringify([filter.value, before.value, peopleChanged.value]);
  if (wanted === asked) return;
  asked = wanted;
  const { text, site, role } = filter.value;
  const after = before.value.at(-1);
  const params = { limit: LIST_PAGE, ...(text && { text }), ...(site && { site }), ...(role && { role }), ...(after === undefined ? {} : { after }) };
  ask('person.list', params).then(
    (page) => wanted === asked && batch(() => ((shown.value = page), (failed.value = false))),
    () => wanted === asked && batch(() => ((asked = ''), (failed.value = true))),
  );
}

export function choose(change: Partial<Filter>): void {
  cancelPause();
  batch(() => {
    filter.value = { ...filter.value, ...written, ...change };
    before.value = [];
  });
  written = {};
}

/** While somebody writes, the question waits until they pause. */
export function chooseSoon(change: Partial<Filter>): void {
  cancelPause();
  written = change;
  cancelPause = timers.after(PAUSE_MS, () => choose({}));
}

export function turn(forward: boolean): void {
  const last = shown.value?.people.at(-1)?.person;
  if (!forward) before.value = before.value.slice(0, -1);
  else if (last !== undefined) before.value = [...before.value, last];
}

export function showPeopleOf(site: string): void {
  choose({ ...EVERYBODY, site });
  goTo('people');
}

export function mark(person: PersonListed, on: boolean): void {
  const next = new Map(marked.value);
  if (on) next.set(person.person, person);
  else next.delete(person.person);
  marked.value = next;
}
