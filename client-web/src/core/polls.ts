// What the pages know of polls by themselves: ballots, shares of a result, who may vote, and a draft as it is filled in.
import { GROUPS_MOST } from './roster.ts';
import { ID } from './table.ts';
import { POLL_OPTIONS } from './types.gen.ts';
import type { MeRow, PollCastParams, PollDraftParams, PollRow, PollType, SiteRow, Texts, Voters } from './types.gen.ts';

export type Ballot = Pick<PollCastParams, 'choice' | 'choices' | 'rating'>;
type Rules = Pick<PollRow, 'pollType' | 'options' | 'least' | 'most'>;

export const CHOICES = ['yes', 'no', 'abstain'] as const;

/** How many figures a tally has. */
export const figuresOf = (poll: Rules): number =>
  poll.options?.length ?? (poll.pollType === 'rating' ? (poll.most ?? 0) - (poll.least ?? 0) + 1 : CHOICES.length);

/** The ballot that chooses these places of the tally, counted from 0. */
export function ballotOf(poll: Rules, places: readonly number[]): Ballot {
  const [place = 0] = places;
  if (poll.options) return { choices: places.map((one) => one + 1).sort((a, b) => a - b) };
  return poll.pollType ? { rating: (poll.least ?? 0) + place } : { choice: CHOICES[place] as (typeof CHOICES)[number] };
}

/** The places of the tally that a ballot counts for. */
export function placesOf(poll: Rules, ballot: Ballot): number[] {
  if (ballot.choice) return [CHOICES.indexOf(ballot.choice)];
  return ballot.choices?.map((choice) => choice - 1) ?? [(ballot.rating ?? 0) - (poll.least ?? 0)];
}

export type Lack = 'few' | 'many' | null;

/** What keeps these places from being a ballot. */
export function lackOf(poll: Rules, places: readonly number[]): Lack {
  const multiple = poll.pollType === 'multiple';
  if (places.length < (multiple ? (poll.least ?? 1) : 1)) return 'few';
  return places.length > (multiple ? (poll.most ?? figuresOf(poll)) : 1) ? 'many' : null;
}

export const samePlaces = (some: readonly number[], others: readonly number[]): boolean =>
  some.length === others.length && some.every((place) => others.includes(place));

export type Barrier = 'roles' | 'sites' | 'siteKind' | 'groups' | 'presence';

/**
 * Which part of the electorate's rules this person does not meet, as far as the page can know; null: as far as that goes, may vote.
 * Presence counts when the poll opens, and the page knows only of now: who came later learns it from the hub.
 */
export function notVoterBecause(
  poll: Pick<PollRow, 'roles' | 'sites' | 'siteKind' | 'groups' | 'presence'>,
  person: Pick<MeRow, 'roles' | 'site' | 'siteKind' | 'groups' | 'present'>,
): Barrier | null {
  const roles: readonly string[] = poll.roles ?? ['participant'];
  if (!person.roles.some((role) => roles.includes(role))) return 'roles';
  if (poll.sites && !poll.sites.includes(person.site ?? '')) return 'sites';
  if (poll.siteKind && poll.siteKind !== person.siteKind) return 'siteKind';
  if (poll.groups && !poll.groups.some((group) => person.groups?.includes(group))) return 'groups';
  return poll.presence && !person.present ? 'presence' : null;
}

/** What each figure of a tally is a part of: all ballots, for a ballot may count for several options or for none. */
export const wholeOf = (tally: readonly number[], ballots?: number): number => ballots ?? tally.reduce((sum, count) => sum + count, 0);

/** Whole percent, only ever said beside the exact figures. */
export const percentOf = (count: number, whole: number): number => (whole > 0 ? Math.round((100 * count) / whole) : 0);

/** A, B, C … Z, AA, AB …: stands for a place where there is no room for its name, on every page the same. */
export const letterOf = (place: number): string => (place < 26 ? '' : letterOf(Math.floor(place / 26) - 1)) + String.fromCharCode(65 + (place % 26));

/** The places with the most, none where nobody was counted. */
export function leadersOf(tally: readonly number[]): number[] {
  const most = Math.max(0, ...tally);
  return most === 0 ? [] : tally.flatMap((count, place) => (count === most ? [place] : []));
}

const OVER_SHOWN = 2;

/** As a panel lists them, newest first and what waits for a second person before all; all but the last that are over go to `earlier`. */
export function panelOrder(polls: readonly PollRow[]): { readonly shown: PollRow[]; readonly earlier: PollRow[] } {
  const sorted = [...polls].sort((a, b) => Number(b.proposed !== undefined) - Number(a.proposed !== undefined) || b.id - a.id);
  const over = sorted.filter(({ state, proposed }) => !proposed && (state === 'published' || state === 'void'));
  const earlier = over.slice(OVER_SHOWN);
  return { shown: sorted.filter((poll) => !earlier.includes(poll)), earlier };
}

export interface DraftFields {
  readonly title: { readonly vi: string; readonly en: string };
  readonly pollType: PollType;
  readonly options: readonly { readonly vi: string; readonly en: string }[];
  /** As typed; empty = the hub's own. */
  readonly least: string;
  readonly most: string;
  readonly results: PollRow['results'];
  readonly final: boolean;
  readonly roles: Voters;
  readonly where: 'all' | SiteRow['siteKind'] | 'sites';
  readonly sites: readonly string[];
  /** As typed: ids with anything between them; empty = of any group or none. */
  readonly groups: string;
  /** Only who is present when it opens. */
  readonly present: boolean;
  /** Operators may count by hand. */
  readonly counts: boolean;
}

export type DraftTrouble = 'title' | 'options_few' | 'options_many' | 'option_vi' | 'option_twice' | 'least' | 'most' | 'values' | 'roles' | 'sites' | 'groups';
export type DraftWish = Omit<PollDraftParams, 'key'>;

const textsOf = ({ vi, en }: { vi: string; en: string }): Texts => (en.trim() ? { vi: vi.trim(), en: en.trim() } : { vi: vi.trim() });

const isWhole = (text: string): boolean => /^\d{1,3}$/.test(text.trim());

function optionsTrouble(options: readonly Texts[]): DraftTrouble | null {
  if (options.some(({ vi }) => vi === '')) return 'option_vi';
  if (options.length < 2) return 'options_few';
  if (options.length > POLL_OPTIONS) return 'options_many';
  return new Set(options.map(({ vi }) => vi.toLowerCase())).size < options.length ? 'option_twice' : null;
}

type Range = { least?: number; most?: number };

// An empty field of a multiple choice leaves the limit to the hub: at least one, at most all.
function rangeOfMultiple({ least, most }: DraftFields, count: number): Range | DraftTrouble {
  if (least.trim() !== '' && !isWhole(least)) return 'least';
  if (most.trim() !== '' && (!isWhole(most) || Number(most) < 1 || Number(most) > count)) return 'most';
  const [low, high] = [least.trim() === '' ? 1 : Number(least), most.trim() === '' ? count : Number(most)];
  return low > high ? 'least' : { least: low, most: high };
}

function rangeOfRating({ least, most }: DraftFields): Range | DraftTrouble {
  if (!isWhole(least)) return 'least';
  if (!isWhole(most)) return 'most';
  const [low, high] = [Number(least), Number(most)];
  return high <= low || high - low >= POLL_OPTIONS || high > 100 ? 'values' : { least: low, most: high };
}

function whatOf(fields: DraftFields): Partial<DraftWish> | DraftTrouble {
  const { pollType } = fields;
  if (pollType === 'yes_no_abstain') return {};
  if (pollType === 'rating') {
    const range = rangeOfRating(fields);
    return typeof range === 'string' ? range : { pollType, ...range };
  }
  const options = fields.options.map(textsOf).filter(({ vi, en }) => vi !== '' || en !== undefined);
  const trouble = optionsTrouble(options);
  if (trouble) return trouble;
  if (pollType === 'single') return { pollType, options };
  const range = rangeOfMultiple(fields, options.length);
  return typeof range === 'string' ? range : { pollType, options, ...range };
}

function whomOf({ roles, where, sites, groups, present }: DraftFields): Partial<DraftWish> | DraftTrouble {
  const named = [...new Set(groups.toLowerCase().split(/[\s,;]+/).filter(Boolean))];
  if (roles.length === 0) return 'roles';
  if (where === 'sites' && sites.length === 0) return 'sites';
  if (named.length > GROUPS_MOST || !named.every((group) => ID.test(group))) return 'groups';
  return {
    ...(roles.length === 1 && roles[0] === 'participant' ? {} : { roles }),
    ...(where === 'sites' ? { sites: [...sites] } : where === 'all' ? {} : { siteKind: where }),
    ...(named.length > 0 ? { groups: named } : {}),
    ...(present ? { presence: 'required' } : {}),
  };
}

/** The command that a filled-in draft means, or the first thing to be put right; what the hub takes by itself is left out. */
export function draftOf(fields: DraftFields): DraftWish | DraftTrouble {
  const title = textsOf(fields.title);
  if (title.vi === '') return 'title';
  const what = whatOf(fields);
  if (typeof what === 'string') return what;
  const whom = whomOf(fields);
  if (typeof whom === 'string') return whom;
  return { title, results: fields.results, ...what, ...(fields.final ? { ballotRule: 'first_is_final' } : {}), ...whom, ...(fields.counts ? {} : { counts: 'none' }) };
}
