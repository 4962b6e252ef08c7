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
  /** What the hub says of itself; null until it has. */
  readonly hub: HubFacts | null;
  /** Sites whose process has ever been linked; of them those that are not now; those whose clock proves nothing. */
  readonly links: number;
  readonly cutSites: readonly Texts[];
  readonly wrongClocks: readonly Texts[];
  /** Sites with a process that no address leads to. */
  readonly withoutAddress: readonly Texts[];
  /** Sites for which no operator has taken the console. */
  readonly emptyConsoles: readonly Texts[];
  /** Sites whose operator has not tried out everything, each with what is missing. */
  readonly unchecked: readonly string[];
  /** Displays that do not show what they should. */
  readonly darkDisplays: readonly string[];
  readonly polls: number;
  /** Drafted polls in which nobody may vote. */
  readonly pollsOfNobody: readonly Texts[];
}

export interface HubFacts {
  readonly withoutCode: number;
  readonly withoutPassword: number;
  readonly certificateSeconds: number;
  readonly certificateTrusted: boolean;
  readonly diskFreeBytes: number;
  /** Since the last backup; -1: there was none. */
  readonly backupSeconds: number;
  readonly connectionsMost: number;
}

const DAY_SECONDS = 24 * 3600;
const CERTIFICATE_LEAST_DAYS = 14;
const BACKUP_LONGEST_SECONDS = DAY_SECONDS;
/** A conference of 5,000 writes far less; below the first nothing may go wrong any more. */
export const DISK_LEAST_BYTES = 512 * 1024 * 1024;
const DISK_GOOD_BYTES = 2 * 1024 * 1024 * 1024;
/** Displays, consoles and desks, and pages that somebody has open twice. */
const CONNECTIONS_BESIDES = 200;

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
  | 'passwords'
  | 'codes'
  | 'certificate'
  | 'trusted'
  | 'connections'
  | 'disk'
  | 'backup'
  | 'links'
  | 'clocks'
  | 'addresses'
  | 'consoles'
  | 'check_ins'
  | 'dark_displays'
  | 'polls'
  | 'polls_of_nobody'
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

type Point = (name: ReadinessPoint, weight: Readiness['weight'], ready: boolean, about?: Readiness['about'], count?: number) => Readiness;

function ofTheHub(point: Point, { hub, staff, participants }: ReadinessFacts): Readiness[] {
  if (!hub) return [];
  const needed = participants + staff.length + CONNECTIONS_BESIDES;
  const days = Math.max(0, Math.floor(hub.certificateSeconds / DAY_SECONDS));
  return [
    point('passwords', 'must', hub.withoutPassword === 0, [], hub.withoutPassword),
    ...(participants > 0 || hub.withoutCode > 0 ? [point('codes', 'must', hub.withoutCode === 0, [], hub.withoutCode)] : []),
    point('certificate', 'must', days >= CERTIFICATE_LEAST_DAYS, [], days),
    point('connections', 'must', hub.connectionsMost >= needed, [], hub.connectionsMost),
    point('disk', hub.diskFreeBytes < DISK_LEAST_BYTES ? 'must' : 'should', hub.diskFreeBytes >= DISK_GOOD_BYTES, [], Math.floor(hub.diskFreeBytes / 1024 / 1024)),
    point('trusted', 'should', hub.certificateTrusted),
    point('backup', 'should', hub.backupSeconds >= 0 && hub.backupSeconds <= BACKUP_LONGEST_SECONDS, [], hub.backupSeconds < 0 ? 0 : Math.floor(hub.backupSeconds / 3600)),
  ];
}

/** Of what there is none of, nothing is said: "every display shows what it should" is no news where there is no display. */
function ofTheVenues(point: Point, facts: ReadinessFacts): Readiness[] {
  const displays = facts.staff.some(({ roles }) => roles.includes('display'));
  return [
    ...(facts.links > 0
      ? [
          point('links', 'should', facts.cutSites.length === 0, facts.cutSites),
          point('clocks', 'should', facts.wrongClocks.length === 0, facts.wrongClocks),
          point('addresses', 'should', facts.withoutAddress.length === 0, facts.withoutAddress),
        ]
      : []),
    ...(facts.sites.length > 0 ? [point('consoles', 'should', facts.emptyConsoles.length === 0, facts.emptyConsoles), point('check_ins', 'should', facts.unchecked.length === 0, facts.unchecked)] : []),
    ...(displays ? [point('dark_displays', 'should', facts.darkDisplays.length === 0, facts.darkDisplays)] : []),
    point('polls', 'should', facts.polls > 0),
    ...(facts.polls > 0 ? [point('polls_of_nobody', 'should', facts.pollsOfNobody.length === 0, facts.pollsOfNobody)] : []),
  ];
}

export function readiness(facts: ReadinessFacts): Readiness[] {
  const having = (role: KnownPerson['roles'][number]): KnownPerson[] => facts.staff.filter(({ roles }) => roles.includes(role));
  const operated = new Set(having('operator').map(({ site }) => site));
  const withoutOperator = facts.sites.filter(({ id }) => !operated.has(id)).map(({ name }) => name);
  const withoutPeople = facts.sites.filter(({ people }) => people === 0).map(({ name }) => name);
  const notSignedIn = facts.staff.filter(({ signedIn }) => !signedIn).map(({ person, name }) => name ?? person);
  const point: Point = (name, weight, ready, about = [], count = about.length) => ({ point: name, weight, ready, about, count });
  return [
    point('site', 'must', facts.sites.length > 0),
    point('agenda', 'must', facts.items > 0),
    point('moderator', 'must', having('moderator').length > 0),
    point('chair', 'must', having('chair').length > 0),
    point('display', 'must', having('display').length > 0),
    ...(facts.sites.length > 0
      ? [point('operator', 'must', withoutOperator.length === 0, withoutOperator), point('people', 'must', withoutPeople.length === 0, withoutPeople)]
      : []),
    point('second_moderator', 'should', having('moderator').length + having('admin').length > 1),
    point('topics', 'should', facts.topics > 0),
    point('address', 'should', isPublicAddress(facts.origin)),
    ...ofTheHub(point, facts),
    ...ofTheVenues(point, facts),
    point('staff_signed_in', 'should', notSignedIn.length === 0, notSignedIn),
    ...(facts.participants > 0 ? [point('signed_in', 'should', facts.signedIn >= facts.participants, [], facts.participants - facts.signedIn)] : []),
  ];
}
