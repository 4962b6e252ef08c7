// The facts of the readiness board, from rows, live notices and what the hub says of itself.
import { displaysOf } from '../../core/displays.ts';
import { readiness } from '../../core/readiness.ts';
import type { Readiness } from '../../core/readiness.ts';
import { CLOCK_PROOF_MS, checkInOf } from '../../core/sites.ts';
import type { LiveLink, PollRow, SiteRow } from '../../core/types.gen.ts';
import { checkInWord } from '../../ui/check_in.ts';
import { all, live } from '../../ui/hub.ts';
import { pick } from '../../ui/language.ts';
import { accountName } from '../../ui/staff.tsx';
import { health, hubFacts } from './health_facts.ts';
import { staff } from './wire.ts';

const clockIsOff = ({ up, clockError, clockOffset }: LiveLink): boolean => up && (clockError === undefined || Math.abs(clockOffset ?? 0) + clockError > CLOCK_PROOF_MS);

/** By site alone: who has which group the list does not tell. */
function isOfNobody(poll: PollRow, sites: readonly SiteRow[]): boolean {
  const roles = poll.roles ?? ['participant'];
  if (poll.state !== 'draft' || roles.some((role) => role !== 'participant')) return false;
  const meant = sites.filter(({ id, siteKind }) => (!poll.sites || poll.sites.includes(id)) && (!poll.siteKind || poll.siteKind === siteKind));
  return meant.every(({ people }) => people === 0);
}

/** Null until it is known who the staff are. */
export function board(): Readiness[] | null {
  const known = staff.value;
  if (!known) return null;
  const sites = all('site');
  const polls = all('poll');
  const links = live.value?.links ?? [];
  const nameOf = (site: string): SiteRow['name'] => sites.find(({ id }) => id === site)?.name ?? { vi: site };
  const named = (wanted: readonly LiveLink[]): SiteRow['name'][] => wanted.map(({ site }) => nameOf(site));
  const displays = displaysOf(all('stage'), live.value?.displays ?? []);
  return readiness({
    origin: location.origin,
    sites,
    topics: all('topic').length,
    items: all('agenda_item').length,
    staff: known,
    participants: sites.reduce((sum, { people }) => sum + people, 0),
    signedIn: (live.value?.present ?? []).reduce((sum, { people }) => sum + people, 0),
    hub: hubFacts(),
    links: links.length,
    cutSites: named(links.filter(({ up }) => !up)),
    wrongClocks: named(links.filter(clockIsOff)),
    withoutAddress: (health.value?.withoutAddress ?? []).map(nameOf),
    emptyConsoles: sites.filter(({ operator }) => operator === undefined).map(({ name }) => name),
    unchecked: sites.filter((site) => checkInOf(site) !== 'good').map((site) => `${pick(site.name)}: ${checkInWord(site)}`),
    darkDisplays: displays.filter(({ standing }) => standing !== 'confirmed').map(({ id }) => accountName(id)),
    polls: polls.length,
    pollsOfNobody: polls.filter((poll) => isOfNobody(poll, sites)).map(({ title }) => title),
  });
}
