// People as the rows tell of them: what an id is called, who is present, who waits for help.
import { fold } from './fold.ts';
import type { PersonRow } from './types.gen.ts';

/** The id of a delegate by the number on the card, as the hub makes it. */
export const numbered = (site: string, number: number): string => `${site}-${String(number).padStart(4, '0')}`;

/** What each account is called; where two have the same name, the id tells them apart. Whoever is not in it goes by the id. */
export function namesOf(people: readonly Pick<PersonRow, 'id' | 'name'>[]): ReadonlyMap<string, string> {
  const bearers = new Map<string, number>();
  for (const { name = '' } of people) bearers.set(name, (bearers.get(name) ?? 0) + 1);
  return new Map(people.flatMap(({ id, name }) => (name ? [[id, bearers.get(name) === 1 ? name : `${name} (${id})`]] : [])));
}

const LAST = 1e9;

/** By site, then by the number on the card; those without one by their id. */
const inOrder = (a: PersonRow, b: PersonRow): number =>
  (a.site ?? '').localeCompare(b.site ?? '') || (a.number ?? LAST) - (b.number ?? LAST) || a.id.localeCompare(b.id);

const sorted = (people: readonly PersonRow[]): PersonRow[] => [...people].sort(inOrder);

/** Those whose code does not move to another device by itself any more. */
export const waitingToMove = (people: readonly PersonRow[]): PersonRow[] => sorted(people.filter(({ needsOperator }) => needsOperator));

/** By number (exactly) or by a part of name, unit or id, without diacritics; blank finds everybody. */
export function findPeople(people: readonly PersonRow[], wanted: string): PersonRow[] {
  const text = fold(wanted);
  if (/^\d+$/.test(text)) return sorted(people.filter(({ number }) => number === Number(text)));
  return sorted(people.filter(({ name = '', unit = '', id }) => [name, unit, id].some((words) => fold(words).includes(text))));
}
