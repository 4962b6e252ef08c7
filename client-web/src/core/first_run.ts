// What stands between an empty conference and open doors, step by step, and the accounts that every conference needs. Pure.
import { numberedIds } from './sites_import.ts';
import { personId } from './people_import.ts';
import type { KnownPerson, PersonWish, Role } from './roster.ts';
import type { ConferenceRow, SiteRow, Texts } from './types.gen.ts';

export const STEPS = ['conference', 'agenda', 'sites', 'roles', 'people', 'codes', 'doors'] as const;
export type StepName = (typeof STEPS)[number];

/** What an empty conference is called until somebody calls it something: codec/config.c has the same words. */
const UNNAMED = 'Hội nghị chưa đặt tên';
export const isNamed = ({ rev, title }: Pick<ConferenceRow, 'rev' | 'title'>): boolean => rev > 1 || title.vi !== UNNAMED;

export interface StepFacts {
  readonly named: boolean;
  readonly items: number;
  readonly topics: number;
  readonly sites: number;
  readonly moderators: number;
  readonly chairs: number;
  readonly participants: number;
  /** People who have nothing to sign in with; null while the hub has not said it. */
  readonly withoutCredential: number | null;
  /** Points of the readiness board that must be done. */
  readonly lacking: number | null;
}

export function stepsDone(facts: StepFacts): Record<StepName, boolean> {
  return {
    conference: facts.named,
    agenda: facts.items > 0,
    sites: facts.sites > 0,
    roles: facts.moderators > 0 && facts.chairs > 0,
    people: facts.participants > 0,
    codes: facts.participants > 0 && facts.withoutCredential === 0,
    doors: facts.lacking === 0,
  };
}

/** The first step that is not done; the last one when all are. */
export const nextStep = (done: Readonly<Record<StepName, boolean>>): StepName => STEPS.find((step) => !done[step]) ?? 'doors';

/** Participants without names, for cards that are dealt out at the door: they go on behind those who are there. */
export function peopleByNumber(site: string, count: number, taken: readonly string[]): PersonWish[] {
  const used = new Set(taken);
  const wishes: PersonWish[] = [];
  for (let number = 1; wishes.length < count; number += 1) {
    const person = personId(site, number);
    if (!used.has(person)) wishes.push({ person, site, roles: ['participant'] });
  }
  return wishes;
}

export const has = (staff: readonly KnownPerson[], role: Role): KnownPerson[] => staff.filter(({ roles }) => roles.includes(role));

/** One account of this role for each site that has none, named after the site. */
export function accountForEachSite(role: 'operator' | 'display', sites: readonly Pick<SiteRow, 'id' | 'name'>[], staff: readonly KnownPerson[], name: (site: Texts) => string): PersonWish[] {
  const covered = new Set(has(staff, role).map(({ site }) => site));
  const used = new Set(staff.map(({ person }) => person));
  return sites
    .filter(({ id }) => !covered.has(id))
    .map(({ id, name: siteName }) => {
      const plain = `${id}-${role}`;
      return { person: used.has(plain) ? numberedIds(`${plain}-`, used)() : plain, name: name(siteName), site: id, roles: [role] };
    });
}

/** What two moderators, a chair and the like are called when nobody writes an id: moderator-1, moderator-2, chair … */
export function accountId(role: Role, site: string, taken: readonly string[]): string {
  const plain = role === 'operator' || role === 'display' ? [site, role].filter(Boolean).join('-') : role;
  if (!taken.includes(plain)) return plain;
  for (let number = 2; ; number += 1) if (!taken.includes(`${plain}-${number}`)) return `${plain}-${number}`;
}
