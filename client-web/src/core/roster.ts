// People as the admin's page knows them.
import type { PersonAddParams, PersonListed } from './types.gen.ts';

export type Role = PersonListed['roles'][number];

/** What the hub tells of somebody; a plan needs no more than who it is and what they may. */
export type KnownPerson = Pick<PersonListed, 'person' | 'roles'> & Partial<PersonListed>;

export type PersonWish = Omit<PersonAddParams, 'key'>;

/** What the hub takes; it counts graphemes, which are never more than a field's characters. */
export const NAME_GRAPHEMES = 100;
export const UNIT_GRAPHEMES = 200;
export const GROUPS_MOST = 8;
export const WEIGHT_MOST = 1000;

/** What `clear` names: what was there before and is blank now. Undefined, so that it can be left out, where that is nothing. */
export function cleared<N extends string>(was: Readonly<Partial<Record<N, unknown>>>, blank: readonly N[]): N[] | undefined {
  const gone = blank.filter((name) => was[name] !== undefined && was[name] !== '');
  return gone.length > 0 ? gone : undefined;
}
