// How each site is reached, as the board shows it: what the hub says of its link, put beside its displays and the polls that wait for it.
import { displaysOf } from './displays.ts';
import type { Display } from './displays.ts';
import type { LiveLink, LiveParams, PersonRow, PollRow, SiteRow, StageRow } from './types.gen.ts';

/** A way there and back that people notice in what they do. */
export const SLOW_ROUND_TRIP_MS = 1500;
/** What was kept for so long and has not come, although the link is up. */
export const SLOW_OLDEST_MS = 5000;
/** A stamp with a larger error proves nothing: the site's ballots of a poll's last moments may be unproven. */
export const CLOCK_PROOF_MS = 250;
/** Another process wanted the site: news for so long. */
export const FENCED_NEWS_MS = 60_000;

/** never: no process of its own has held it; its people reach the hub directly, or not at all. */
export type Condition = 'cut' | 'slow' | 'up' | 'never';

export type CheckIn = 'none' | 'lacking' | 'good';

/** What its operator has tried out before the doors open. */
export const checkInOf = ({ checkedAt, lacking = [] }: SiteRow): CheckIn => (checkedAt === undefined ? 'none' : lacking.length > 0 ? 'lacking' : 'good');

export interface SiteState {
  readonly site: SiteRow;
  readonly condition: Condition;
  /** What the hub says of the link; nothing of the figures while it is cut. */
  readonly link: LiveLink | undefined;
  /** People connected there, by the site or directly. */
  readonly present: number;
  /** Of the displays that are the site's: nothing is known while it is cut. */
  readonly displays: readonly Display[];
  readonly behind: number;
  readonly operators: readonly PersonRow[];
  /** Polls that wait for what this site has kept. */
  readonly awaitedBy: readonly PollRow[];
  /** Another process wanted to hold it, a moment ago. */
  readonly contested: boolean;
}

export interface BoardRows {
  readonly sites: readonly SiteRow[];
  readonly people: readonly PersonRow[];
  readonly polls: readonly PollRow[];
  readonly stages: readonly StageRow[];
  readonly live: LiveParams | null;
}

export function conditionOf(link: LiveLink | undefined, now: number): Condition {
  if (!link) return 'never';
  if (!link.up) return 'cut';
  const waits = link.oldest !== undefined && now - link.oldest > SLOW_OLDEST_MS;
  return waits || (link.roundTrip ?? 0) > SLOW_ROUND_TRIP_MS ? 'slow' : 'up';
}

/** In the order of the conference's list. `now` is hub time. */
export function boardOf({ sites, people, polls, stages, live }: BoardRows, now: number): SiteState[] {
  const links = new Map(live?.links?.map((link) => [link.site, link]));
  const present = new Map(live?.present?.map((item) => [item.site, item.people]));
  const displays = displaysOf(stages, live?.displays ?? []);
  return sites.map((site) => {
    const link = links.get(site.id);
    const here = people.filter((person) => person.site === site.id);
    const screens = here.filter(({ roles }) => roles.includes('display')).map(({ id }) => id);
    const own = displays.filter(({ id }) => screens.includes(id));
    return {
      site,
      condition: conditionOf(link, now),
      link,
      present: present.get(site.id) ?? 0,
      displays: own,
      behind: own.filter(({ standing }) => standing === 'behind').length,
      operators: here.filter(({ roles }) => roles.includes('operator')),
      awaitedBy: polls.filter(({ waitingFor }) => waitingFor?.includes(site.id)),
      contested: link?.fencedAt !== undefined && now - link.fencedAt < FENCED_NEWS_MS,
    };
  });
}

/** Those that a link is expected of: every remote one, and whoever has ever had one. The others use the hub directly. */
export const isExpected = ({ site, condition }: SiteState): boolean => site.siteKind === 'remote' || condition !== 'never';

export const isReached = ({ condition }: SiteState): boolean => condition === 'up' || condition === 'slow';

const RANKS: Record<Condition, number> = { cut: 0, slow: 2, never: 4, up: 5 };

/** 0 = the worst. */
const rankOf = (state: SiteState): number => {
  const rank = RANKS[state.condition];
  if (state.contested) return Math.min(rank, 1);
  return state.behind > 0 ? Math.min(rank, 3) : rank;
};

/** Their ids, what is in trouble first, and of equals those that a poll waits for; else as they stand in the list. */
export function troubleFirst(states: readonly SiteState[]): string[] {
  return states
    .map((state, place) => ({ state, place }))
    .sort((a, b) => rankOf(a.state) - rankOf(b.state) || Number(b.state.awaitedBy.length > 0) - Number(a.state.awaitedBy.length > 0) || a.place - b.place)
    .map(({ state }) => state.site.id);
}

/** What has become of sites between two looks at the board: for whoever does not look at it. */
export function lostAndBack(before: ReadonlyMap<string, Condition>, states: readonly SiteState[]): { lost: string[]; back: string[] } {
  const lost = states.filter(({ site, condition }) => condition === 'cut' && (before.get(site.id) ?? 'cut') !== 'cut');
  const back = states.filter((state) => isReached(state) && before.get(state.site.id) === 'cut');
  return { lost: lost.map(({ site }) => site.id), back: back.map(({ site }) => site.id) };
}
