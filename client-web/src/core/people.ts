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

export interface Chosen {
  readonly person?: PersonRow | undefined;
  /** How many the words fit, where that is more than one. */
  readonly several: number;
}

/** Whom a field means that takes a number or a name: the number exactly, else the one whose name it is, else the only one it is a part of. */
export function chosenPerson(people: readonly PersonRow[], typed: string): Chosen {
  const wanted = typed.trim();
  if (wanted === '') return { several: 0 };
  const numbered = people.find((row) => String(row.number ?? row.id) === wanted);
  if (numbered || /^\d+$/.test(wanted)) return { person: numbered, several: 0 };
  const like = people.filter(({ name = '' }) => fold(name).includes(fold(wanted)));
  const same = like.filter(({ name = '' }) => fold(name) === fold(wanted));
  const fitting = same.length > 0 ? same : like;
  return fitting.length === 1 ? { person: fitting[0], several: 0 } : { several: fitting.length };
}
