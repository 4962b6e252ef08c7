// What a conference still lacks before its doors open. Pure.
import type { KnownPerson } from './roster.ts';
import type { Texts } from './types.gen.ts';

export interface ReadinessFacts {
  readonly origin: string;
  readonly sites: readonly { readonly id: string; readonly name: Texts; readonly people: number }[];
  readonly topics: number;
  readonly items: number;
  /** Everybody with a role other than participant. */
  readonly staff: readonly KnownPerson[];
  readonly participants: number;
  /** Of the participants, who has signed in at least once. */
  readonly signedIn: number;
}

export type ReadinessPoint =
  | 'address'
  | 'site'
  | 'operator'
  | 'people'
  | 'moderator'
  | 'second_moderator'
  | 'chair'
  | 'display'
  | 'agenda'
  | 'topics'
  | 'staff_signed_in'
  | 'signed_in';

export interface Readiness {
  readonly point: ReadinessPoint;
  readonly ready: boolean;
  /** must: the conference cannot be held; should: it can, but somebody will ask. */
  readonly weight: 'must' | 'should';
  /** Names of sites or people it is about; at most as many as there are. */
  readonly about: readonly (Texts | string)[];
  readonly count: number;
}

/** Phones do not reach this address, or warn: names of this machine alone, and bare numbers, get no public certificate. */
export function isPublicAddress(origin: string): boolean {
  const host = /^https:\/\/(\[[^\]]*\]|[^/:]+)/.exec(origin)?.[1] ?? '';
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(host) && !/^[\d.]+$/.test(host) && !/\.(localhost|local|internal|test)$/.test(host);
}

export function readiness(facts: ReadinessFacts): Readiness[] {
  const having = (role: KnownPerson['roles'][number]): KnownPerson[] => facts.staff.filter(({ roles }) => roles.includes(role));
  const operated = new Set(having('operator').map(({ site }) => site));
  const withoutOperator = facts.sites.filter(({ id }) => !operated.has(id)).map(({ name }) => name);
  const withoutPeople = facts.sites.filter(({ people }) => people === 0).map(({ name }) => name);
  const notSignedIn = facts.staff.filter(({ signedIn }) => !signedIn).map(({ person, name }) => name ?? person);
  const point = (
    name: ReadinessPoint,
    weight: Readiness['weight'],
    ready: boolean,
    about: Readiness['about'] = [],
    count: number = about.length,
  ): Readiness => ({ point: name, weight, ready, about, count });
  return [
    point('site', 'must', facts.sites.length > 0),
    point('agenda', 'must', facts.items > 0),
    point('moderator', 'must', having('moderator').length > 0),
    point('chair', 'must', having('chair').length > 0),
    point('display', 'must', having('display').length > 0),
    point('operator', 'must', withoutOperator.length === 0, withoutOperator),
    point('people', 'must', withoutPeople.length === 0 && facts.sites.length > 0, withoutPeople),
    point('second_moderator', 'should', having('moderator').length + having('admin').length > 1),
    point('topics', 'should', facts.topics > 0),
    point('address', 'should', isPublicAddress(facts.origin)),
    point('staff_signed_in', 'should', notSignedIn.length === 0, notSignedIn),
    point('signed_in', 'should', facts.signedIn >= facts.participants, [], facts.participants - facts.signedIn),
  ];
}
