import { describe, expect, it } from 'vitest';
import { ballotOf, draftOf, figuresOf, lackOf, leadersOf, letterOf, notVoterBecause, panelOrder, percentOf, placesOf, samePlaces, wholeOf } from '../../src/core/polls.ts';
import type { DraftFields } from '../../src/core/polls.ts';
import type { PollRow } from '../../src/core/types.gen.ts';

const options = [{ vi: 'Kinh tế' }, { vi: 'Văn hoá' }, { vi: 'An ninh' }];
const yesNo = {};
const single = { pollType: 'single', options } as const;
const multiple = { pollType: 'multiple', options, least: 1, most: 2 } as const;
const rating = { pollType: 'rating', least: 3, most: 7 } as const;

describe('a ballot', () => {
  it('names what was chosen as its poll asks for it', () => {
    expect(ballotOf(yesNo, [1])).toEqual({ choice: 'no' });
    expect(ballotOf(single, [2])).toEqual({ choices: [3] });
    expect(ballotOf(multiple, [2, 0])).toEqual({ choices: [1, 3] });
    expect(ballotOf(multiple, [])).toEqual({ choices: [] });
    expect(ballotOf(rating, [0])).toEqual({ rating: 3 });
  });

  it('is read back as the same places', () => {
    for (const [poll, places] of [[yesNo, [2]], [single, [0]], [multiple, [0, 2]], [multiple, []], [rating, [4]]] as const)
      expect(placesOf(poll, ballotOf(poll, places))).toEqual(places);
  });

  it('of a multiple choice has at least and at most so many', () => {
    expect(lackOf(multiple, [])).toBe('few');
    expect(lackOf(multiple, [1])).toBeNull();
    expect(lackOf(multiple, [0, 1, 2])).toBe('many');
    expect(lackOf({ ...multiple, least: 0 }, [])).toBeNull();
  });

  it('of any other poll has exactly one', () => {
    for (const poll of [yesNo, single, rating]) {
      expect(lackOf(poll, [])).toBe('few');
      expect(lackOf(poll, [1])).toBeNull();
    }
  });

  it('is the same whatever was pressed first', () => {
    expect(samePlaces([2, 0], [0, 2])).toBe(true);
    expect(samePlaces([0], [0, 2])).toBe(false);
    expect(samePlaces([1], [2])).toBe(false);
  });
});

describe('who may vote', () => {
  const delegate = { roles: ['participant'], site: 'dc07' } as const;
  const person = { ...delegate, roles: [...delegate.roles] };

  it('is every delegate where nothing else is said', () => {
    expect(notVoterBecause({}, person)).toBeNull();
    expect(notVoterBecause({}, { ...person, roles: ['operator'] })).toBe('roles');
  });

  it('is who has one of the roles, at one of the sites', () => {
    expect(notVoterBecause({ roles: ['chair', 'operator'] }, person)).toBe('roles');
    expect(notVoterBecause({ roles: ['chair', 'participant'] }, person)).toBeNull();
    expect(notVoterBecause({ sites: ['hall'] }, person)).toBe('sites');
    expect(notVoterBecause({ sites: ['hall', 'dc07'] }, person)).toBeNull();
    expect(notVoterBecause({ sites: ['hall'] }, { roles: ['participant'] })).toBe('sites');
  });

  it('is who is in the hall, or who is not', () => {
    expect(notVoterBecause({ siteKind: 'remote' }, { ...person, siteKind: 'remote' })).toBeNull();
    expect(notVoterBecause({ siteKind: 'hall' }, { ...person, siteKind: 'remote' })).toBe('siteKind');
  });

  it('is who belongs to one of the groups', () => {
    expect(notVoterBecause({ groups: ['youth', 'women'] }, { ...person, groups: ['women'] })).toBeNull();
    expect(notVoterBecause({ groups: ['youth'] }, { ...person, groups: ['women'] })).toBe('groups');
    expect(notVoterBecause({ groups: ['youth'] }, person)).toBe('groups');
  });

  it('is in the hall, or at a remote site, where a poll is for one of them', () => {
    expect(notVoterBecause({ siteKind: 'hall' }, { ...person, siteKind: 'hall' })).toBeNull();
    expect(notVoterBecause({ siteKind: 'remote' }, { ...person, siteKind: 'hall' })).toBe('siteKind');
    expect(notVoterBecause({ siteKind: 'hall' }, { roles: ['participant'] })).toBe('siteKind');
  });

  it('is present where that is asked', () => {
    expect(notVoterBecause({ presence: 'required' }, person)).toBe('presence');
    expect(notVoterBecause({ presence: 'required' }, { ...person, present: true })).toBeNull();
  });
});

describe('a result', () => {
  it('is parts of all ballots, also where a ballot counts several times or never', () => {
    expect(wholeOf([3, 2, 2], 4)).toBe(4);
    expect(wholeOf([3, 2, 2])).toBe(7);
  });

  it('has a figure for each of yes, no, abstain, for each option, for each value', () => {
    expect([yesNo, single, rating].map(figuresOf)).toEqual([3, 3, 5]);
  });

  it('is said in whole percent beside the figures, and nothing of nothing is 0', () => {
    expect([percentOf(412, 875), percentOf(0, 0), percentOf(1, 3)]).toEqual([47, 0, 33]);
  });

  it('has a letter for each option', () => {
    expect([0, 25, 26, 31].map(letterOf)).toEqual(['A', 'Z', 'AA', 'AF']);
  });

  it('may be led by several, and by none', () => {
    expect(leadersOf([4, 1, 4])).toEqual([0, 2]);
    expect(leadersOf([0, 0])).toEqual([]);
  });
});

describe('a panel of polls', () => {
  const poll = (id: number, state: PollRow['state'], more: Partial<PollRow> = {}): PollRow => ({
    kind: 'poll', id, rev: 1, state, title: { vi: String(id) }, results: 'hidden', ...more,
  });
  const ids = (polls: readonly PollRow[]): number[] => polls.map(({ id }) => id);

  it('shows what goes on, newest first, and of what is over the last two', () => {
    const { shown, earlier } = panelOrder([poll(1, 'published'), poll(2, 'draft'), poll(3, 'void'), poll(4, 'published'), poll(5, 'open')]);
    expect([ids(shown), ids(earlier)]).toEqual([[5, 4, 3, 2], [1]]);
  });

  it('puts first what waits for a second person, however old it is', () => {
    const { shown, earlier } = panelOrder([poll(1, 'published', { proposed: 'void' }), poll(2, 'published'), poll(3, 'published'), poll(4, 'published')]);
    expect([ids(shown), ids(earlier)]).toEqual([[1, 4, 3], [2]]);
  });
});

describe('a draft', () => {
  const fields: DraftFields = {
    title: { vi: ' Thông qua? ', en: '' },
    pollType: 'yes_no_abstain',
    options: [],
    least: '',
    most: '',
    results: 'hidden',
    final: false,
    counts: true,
    roles: ['participant'],
    where: 'all',
    sites: [],
    groups: '',
    present: false,
  };
  const typed = options.map(({ vi }) => ({ vi, en: '' }));

  it('says no more than what is not the rule anyway', () => {
    expect(draftOf(fields)).toEqual({ title: { vi: 'Thông qua?' }, results: 'hidden' });
    expect(draftOf({ ...fields, counts: false })).toMatchObject({ counts: 'none' });
  });

  it('is for groups as they are typed, each once, and for who is present', () => {
    const wish = draftOf({ ...fields, groups: 'youth, Women;youth ', present: true });
    expect(wish).toEqual({ title: { vi: 'Thông qua?' }, results: 'hidden', groups: ['youth', 'women'], presence: 'required' });
    expect(draftOf({ ...fields, groups: 'đoàn' })).toBe('groups');
    expect(draftOf({ ...fields, groups: 'a b c d e f g h i' })).toBe('groups');
  });

  it('needs a title', () => {
    expect(draftOf({ ...fields, title: { vi: ' ', en: 'Adopt?' } })).toBe('title');
  });

  it('of a choice leaves out rows that were never filled, and keeps both languages', () => {
    const draft = draftOf({ ...fields, pollType: 'single', options: [{ vi: 'A', en: ' a ' }, { vi: '', en: '' }, { vi: 'B', en: '' }] });
    expect(draft).toEqual({ title: { vi: 'Thông qua?' }, results: 'hidden', pollType: 'single', options: [{ vi: 'A', en: 'a' }, { vi: 'B' }] });
  });

  it('of a choice needs two different options, each in Vietnamese', () => {
    const of = (rows: DraftFields['options']): unknown => draftOf({ ...fields, pollType: 'single', options: rows });
    expect(of([{ vi: 'A', en: '' }])).toBe('options_few');
    expect(of([{ vi: 'A', en: '' }, { vi: '', en: 'B' }])).toBe('option_vi');
    expect(of([{ vi: 'Đồng ý', en: '' }, { vi: 'đồng ý', en: '' }])).toBe('option_twice');
    expect(of(Array.from({ length: 33 }, (_, index) => ({ vi: String(index), en: '' })))).toBe('options_many');
  });

  it('of a multiple choice takes from one to all where nothing is typed', () => {
    const of = (least: string, most: string): unknown => draftOf({ ...fields, pollType: 'multiple', options: typed, least, most });
    expect(of('', '')).toMatchObject({ least: 1, most: 3 });
    expect(of('0', '2')).toMatchObject({ least: 0, most: 2 });
    expect(of('', '4')).toBe('most');
    expect(of('', '0')).toBe('most');
    expect(of('3', '2')).toBe('least');
    expect(of('x', '2')).toBe('least');
  });

  it('of a rating has a range of values that fit', () => {
    const of = (least: string, most: string): unknown => draftOf({ ...fields, pollType: 'rating', least, most });
    expect(of('1', '5')).toMatchObject({ pollType: 'rating', least: 1, most: 5 });
    expect(of('0', '31')).toMatchObject({ most: 31 });
    expect(of('0', '32')).toBe('values');
    expect(of('5', '5')).toBe('values');
    expect(of('', '5')).toBe('least');
    expect(of('1', '')).toBe('most');
  });

  it('says whom it asks where that is not every delegate', () => {
    expect(draftOf({ ...fields, where: 'remote', final: true })).toMatchObject({ siteKind: 'remote', ballotRule: 'first_is_final' });
    expect(draftOf({ ...fields, where: 'sites', sites: ['hall', 'dc12'] })).toMatchObject({ sites: ['hall', 'dc12'] });
    expect(draftOf({ ...fields, roles: ['chair', 'operator'] })).toMatchObject({ roles: ['chair', 'operator'] });
    expect(draftOf({ ...fields, where: 'sites' })).toBe('sites');
    expect(draftOf({ ...fields, roles: [] })).toBe('roles');
  });
});
