import { describe, expect, it } from 'vitest';
import { boardOf, checkInOf, conditionOf, isExpected, isReached, lostAndBack, troubleFirst } from '../../src/core/sites.ts';
import type { BoardRows, Condition, SiteState } from '../../src/core/sites.ts';
import type { LiveLink, LiveParams, PersonRow, PollRow, SiteRow, StageRow } from '../../src/core/types.gen.ts';

const NOW = 1_000_000;
const site = (id: string, siteKind: SiteRow['siteKind'] = 'remote'): SiteRow => ({ kind: 'site', id, name: { vi: id }, siteKind, people: 10, rev: 1 });
const link = (of: string, more: Partial<LiveLink> = {}): LiveLink => ({ site: of, up: true, ...more });
const person = (id: string, of: string, role: PersonRow['roles'][number]): PersonRow => ({ kind: 'person', id, site: of, roles: [role] });
const live = (links: LiveLink[], more: Partial<LiveParams> = {}): LiveParams => ({ serverTime: NOW, links, ...more });
const rows = (sites: SiteRow[], told: LiveParams | null, more: Partial<BoardRows> = {}): BoardRows => ({ sites, people: [], polls: [], stages: [], live: told, ...more });
const board = (sites: SiteRow[], told: LiveParams | null, more: Partial<BoardRows> = {}): SiteState[] => boardOf(rows(sites, told, more), NOW);

describe('how a site is reached', () => {
  it('is never, by no word of it; cut, up, or slow when people notice', () => {
    expect(conditionOf(undefined, NOW)).toBe('never');
    expect(conditionOf(link('a', { up: false }), NOW)).toBe('cut');
    expect(conditionOf(link('a'), NOW)).toBe('up');
    expect(conditionOf(link('a', { roundTrip: 1500, oldest: NOW - 5000, outbox: 1 }), NOW)).toBe('up');
    expect(conditionOf(link('a', { roundTrip: 1501 }), NOW)).toBe('slow');
    expect(conditionOf(link('a', { oldest: NOW - 5001, outbox: 1 }), NOW)).toBe('slow');
  });

  it('counts every remote site, and a hall only when it has a process of its own', () => {
    const states = board([site('hall', 'hall'), site('a'), site('b'), site('c')], live([link('a'), link('b', { up: false })]));
    expect(states.filter(isExpected).map((one) => one.site.id)).toEqual(['a', 'b', 'c']);
    expect(states.filter(isReached).map((one) => one.site.id)).toEqual(['a']);
    expect(board([site('hall', 'hall')], live([link('hall')])).filter(isExpected)).toHaveLength(1);
  });

  it('has beside it what is there: people, displays that lag, operators, polls that wait, another process', () => {
    const main: StageRow = { kind: 'stage', id: 'main', rev: 7, view: 'agenda' };
    const people = [person('tv', 'a', 'display'), person('tv-2', 'a', 'display'), person('op', 'a', 'operator'), person('screen', 'b', 'display')];
    const polls: PollRow[] = [{ kind: 'poll', id: 3, rev: 3, state: 'closing', title: { vi: '?' }, results: 'hidden', waitingFor: ['a'] }];
    const displays = [{ display: 'tv', stage: 'main', rev: 7 }, { display: 'tv-2', stage: 'main', rev: 6 }, { display: 'screen' }];
    const told = live([link('a', { fencedAt: NOW - 59_000 }), link('b', { fencedAt: NOW - 61_000 })], { displays, present: [{ site: 'a', people: 41 }] });
    const [a, b] = board([site('a'), site('b')], told, { people, polls, stages: [main] });
    expect([a?.present, a?.displays.length, a?.behind, a?.operators.map(({ id }) => id), a?.awaitedBy.map(({ id }) => id), a?.contested]).toEqual([41, 2, 1, ['op'], [3], true]);
    expect([b?.present, b?.displays.length, b?.behind, b?.awaitedBy, b?.contested]).toEqual([0, 1, 1, [], false]);
  });
});

describe('what a site has tried out', () => {
  it('is nothing, all of it, or all but what is lacking', () => {
    expect([checkInOf(site('a')), checkInOf({ ...site('b'), checkedAt: NOW }), checkInOf({ ...site('c'), checkedAt: NOW, lacking: ['sound'] })]).toEqual(['none', 'good', 'lacking']);
  });
});

describe('the order of the board', () => {
  it('has what is in trouble first when asked, and of equals those that a poll waits for', () => {
    const sites = ['up', 'never', 'slow', 'cut', 'cut-awaited', 'contested'].map((id) => site(id));
    const polls: PollRow[] = [{ kind: 'poll', id: 1, rev: 1, state: 'closing', title: { vi: '?' }, results: 'hidden', waitingFor: ['cut-awaited', 'up'] }];
    const links = [link('up'), link('slow', { roundTrip: 9000 }), link('cut', { up: false }), link('cut-awaited', { up: false }), link('contested', { fencedAt: NOW })];
    expect(troubleFirst(board(sites, live(links), { polls }))).toEqual(['cut-awaited', 'cut', 'contested', 'slow', 'never', 'up']);
  });
});

describe('what is said of sites to whoever does not look', () => {
  const known = (...all: [string, Condition][]): Map<string, Condition> => new Map(all);

  it('is who was cut off and who is back, once; not what was so from the start', () => {
    const cut = board([site('a'), site('b')], live([link('a', { up: false }), link('b')]));
    expect(lostAndBack(known(), cut)).toEqual({ lost: [], back: [] });
    expect(lostAndBack(known(['a', 'up'], ['b', 'up']), cut)).toEqual({ lost: ['a'], back: [] });
    expect(lostAndBack(known(['a', 'cut'], ['b', 'cut']), cut)).toEqual({ lost: [], back: ['b'] });
    expect(lostAndBack(known(['a', 'cut'], ['b', 'up']), cut)).toEqual({ lost: [], back: [] });
  });
});
