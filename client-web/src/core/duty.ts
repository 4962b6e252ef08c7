// Who of the moderators and chairs is there just now, as the hub knows it from their connections.
import type { LiveDuty, PersonRow } from './types.gen.ts';

export interface OnDuty {
  readonly moderators: readonly string[];
  /** Those who are no moderators too. */
  readonly chairs: readonly string[];
}

export function onDutyOf(connected: readonly LiveDuty[], people: readonly Pick<PersonRow, 'id' | 'roles'>[]): OnDuty {
  const roles = new Map(people.map((person) => [person.id, person.roles]));
  const ids = connected.map(({ person }) => person);
  const moderators = ids.filter((id) => roles.get(id)?.includes('moderator'));
  return { moderators, chairs: ids.filter((id) => roles.get(id)?.includes('chair') && !moderators.includes(id)) };
}
