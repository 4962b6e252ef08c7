// How often each site was asked, how many of its questions wait and how long it has spoken. It suggests; nothing is reordered because of it.
import type { QuestionRow, SiteRow } from './types.gen.ts';

export interface SiteShare {
  readonly site: SiteRow;
  readonly asked: number;
  readonly waiting: number;
  /** Hub time since when the oldest of those waits; 0 = none does. */
  readonly since: number;
  readonly spokenSeconds: number;
}

const WAITS: readonly QuestionRow['state'][] = ['pending', 'approved'];

/** In the order of the conference's list. */
export function sharesOf(sites: readonly SiteRow[], questions: readonly QuestionRow[]): SiteShare[] {
  const asked = new Map<string, number>();
  const waiting = new Map<string, number>();
  const since = new Map<string, number>();
  for (const { site = '', state, at, askedAt } of questions) {
    if (askedAt !== undefined) asked.set(site, (asked.get(site) ?? 0) + 1);
    if (!WAITS.includes(state)) continue;
    waiting.set(site, (waiting.get(site) ?? 0) + 1);
    since.set(site, Math.min(since.get(site) ?? at, at));
  }
  return sites.map((site) => ({
    site,
    asked: asked.get(site.id) ?? 0,
    waiting: waiting.get(site.id) ?? 0,
    since: since.get(site.id) ?? 0,
    spokenSeconds: site.spokenSeconds ?? 0,
  }));
}

/** It has something to ask and was not asked yet. */
export const isLeftOut = ({ asked, waiting }: SiteShare): boolean => waiting > 0 && asked === 0;

/** Fewest asked of its site first, then who waits longest. */
export function fairestFirst(questions: readonly QuestionRow[], shares: readonly SiteShare[]): QuestionRow[] {
  const asked = new Map(shares.map((share) => [share.site.id, share.asked]));
  const askedOf = ({ site = '' }: QuestionRow): number => asked.get(site) ?? 0;
  return [...questions].sort((a, b) => askedOf(a) - askedOf(b) || a.at - b.at || a.id - b.id);
}

/** What stands in a cell: the number that its id ends with, else the first letters of its name. */
export function shortName({ id, name }: SiteRow): string {
  const number = /(\d{1,3})$/.exec(id)?.[1];
  if (number) return number.padStart(2, '0').slice(-2);
  const letters = name.vi.split(/\s+/).map((word) => word[0] ?? '');
  return letters.slice(0, 2).join('').toLocaleUpperCase('vi');
}
