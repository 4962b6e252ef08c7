import { describe, expect, it } from 'vitest';
import { fairestFirst, isLeftOut, sharesOf, shortName } from '../../src/core/fairness.ts';
import { EMPTY, frozenList } from '../../src/core/frozen.ts';
import { byKind } from '../../src/core/kinds.ts';
import { movesTo } from '../../src/core/queue.ts';
import type { QuestionRow, QueueRow, Row, SiteRow } from '../../src/core/types.gen.ts';

const question = (id: number, site: string, more: Partial<QuestionRow> = {}): QuestionRow => ({ kind: 'question', id, rev: 1, state: 'pending', text: 'x', at: id, site, ...more });
const site = (id: string, name: string): SiteRow => ({ kind: 'site', id, name: { vi: name }, siteKind: 'remote', people: 5, rev: 1 });

describe('the list under the finger', () => {
  const begun = frozenList(EMPTY, [1, 2, 3], false);

  it('follows what is wanted while nobody holds it', () => {
    expect(begun).toEqual({ ids: [1, 2, 3], fresh: [] });
    expect(frozenList(begun, [2, 3, 4], false)).toEqual({ ids: [2, 3, 4], fresh: [] });
  });

  it('keeps every row in its place while it is held: what came waits, what went stays', () => {
    const held = frozenList(begun, [0, 2, 3, 4], true);
    expect(held).toEqual({ ids: [1, 2, 3], fresh: [0, 4] });
    expect(frozenList(held, [0, 3, 4, 5], true)).toEqual({ ids: [1, 2, 3], fresh: [0, 4, 5] });
  });

  it('lets all of it in when it is let go', () => {
    const held = frozenList(begun, [0, 2, 4], true);
    expect(frozenList(held, [0, 2, 4], false)).toEqual({ ids: [0, 2, 4], fresh: [] });
  });

  it('has nothing that could move while it is empty', () => {
    expect(frozenList(EMPTY, [7], true)).toEqual({ ids: [7], fresh: [] });
  });

  it('is the same list while nothing changes, so that nothing is drawn again', () => {
    expect(frozenList(begun, [1, 2, 3], false)).toBe(begun);
    expect(frozenList(begun, [1, 2, 3], true)).toBe(begun);
    expect(frozenList(begun, [1, 3], true)).toBe(begun);
  });

  it('takes back what came and went again behind the pill', () => {
    const held = frozenList(begun, [1, 2, 3, 9], true);
    expect(frozenList(held, [1, 2, 3], true)).toEqual({ ids: [1, 2, 3], fresh: [] });
  });
});

describe('fairness between sites', () => {
  const sites = [site('hall', 'Hội trường'), site('dc07', 'Tương Dương'), site('dc12', 'Kỳ Sơn')];
  const questions = [
    question(1, 'hall', { state: 'answered', askedAt: 5 }),
    question(2, 'hall'),
    question(3, 'dc07'),
    question(4, 'dc07', { state: 'approved' }),
    question(5, 'dc12', { state: 'rejected' }),
  ];

  it('counts what was asked and what waits, and since when', () => {
    const shares = sharesOf(sites, questions);
    expect(shares.map(({ asked, waiting, since }) => [asked, waiting, since])).toEqual([
      [1, 1, 2],
      [0, 2, 3],
      [0, 0, 0],
    ]);
  });

  it('points out a site that waits and was never asked', () => {
    expect(sharesOf(sites, questions).map(isLeftOut)).toEqual([false, true, false]);
  });

  it('puts fewest asked first, then the longest wait', () => {
    const pending = questions.filter(({ state }) => state === 'pending');
    expect(fairestFirst(pending, sharesOf(sites, questions)).map(({ id }) => id)).toEqual([3, 2]);
  });

  it('names a site by its number, or by its first letters', () => {
    expect(sites.map(shortName)).toEqual(['HT', '07', '12']);
  });
});

describe('a question dragged to a place', () => {
  const queue = (pinned: number[], manual: number[]): QueueRow => ({ kind: 'queue', id: 'queue', rev: 4, pinned, manual });

  it('goes before whoever stands there by hand', () => {
    expect(movesTo(queue([], [7, 8]), [7, 8, 1, 2], 2, 1)).toEqual([{ question: 2, on: true, before: 8, rev: 4 }]);
  });

  it('takes those above it into the order by hand, one after another', () => {
    expect(movesTo(queue([], [7]), [7, 1, 2, 3], 3, 2)).toEqual([
      { question: 1, on: true, rev: 4 },
      { question: 3, on: true, rev: 5 },
    ]);
    expect(movesTo(queue([], [7]), [7, 1, 2, 3], 7, 2)).toEqual([
      { question: 1, on: true, rev: 4 },
      { question: 2, on: true, rev: 5 },
      { question: 7, on: true, rev: 6 },
    ]);
  });

  it('counts from below what is pinned, which itself stays', () => {
    expect(movesTo(queue([9], []), [9, 1, 2], 2, 0)).toEqual([{ question: 2, on: true, rev: 4 }]);
    expect(movesTo(queue([9], []), [9, 1, 2], 9, 1)).toEqual([]);
  });

  it('asks for nothing when it is let go where it was', () => {
    expect(movesTo(queue([], [7, 8]), [7, 8, 1], 8, 1)).toEqual([]);
  });
});

describe('rows by kind', () => {
  it('keep the list of a kind in which nothing changed', () => {
    const [one, hall] = [question(1, 'hall'), site('hall', 'Hội trường')];
    const before = byKind([one, hall] as Row[], new Map());
    const after = byKind([{ ...one, rev: 2 }, hall] as Row[], before);
    expect(after.get('site')).toBe(before.get('site'));
    expect(after.get('question')).not.toBe(before.get('question'));
    expect(after.get('question')).toMatchObject([{ rev: 2 }]);
  });
});
