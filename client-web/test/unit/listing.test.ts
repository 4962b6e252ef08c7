import { describe, expect, it } from 'vitest';
import { fetchListing, LISTING_PAGE, meTooCount } from '../../src/core/listing.ts';
import type { QuestionListParams, QuestionListResult, QuestionRow } from '../../src/core/types.gen.ts';

const question = (id: number, meToo?: number): QuestionRow => ({
  kind: 'question',
  id,
  rev: 2,
  state: 'approved',
  text: `question ${id}`,
  at: id,
  ...(meToo === undefined ? {} : { meToo }),
});

const hubWith = (count: number): { asked: QuestionListParams[]; ask(params: QuestionListParams): Promise<QuestionListResult> } => {
  const asked: QuestionListParams[] = [];
  return {
    asked,
    ask(params) {
      asked.push(params);
      const { after = 0, limit = 50 } = params;
      const last = Math.min(count, after + limit);
      return Promise.resolve({ questions: Array.from({ length: last - after }, (_, index) => question(after + index + 1)), more: last < count });
    },
  };
};

describe('the list of approved questions', () => {
  it('brings one page first', async () => {
    const hub = hubWith(50);
    const listing = await fetchListing(hub.ask, LISTING_PAGE, new Set());
    expect([listing.questions.length, listing.more]).toEqual([LISTING_PAGE, true]);
    expect(hub.asked).toEqual([{ limit: LISTING_PAGE }]);
  });

  it('does not shrink when it is refreshed', async () => {
    const hub = hubWith(50);
    const listing = await fetchListing(hub.ask, LISTING_PAGE + 1, new Set());
    expect(listing.questions.map(({ id }) => id)).toEqual(Array.from({ length: 2 * LISTING_PAGE }, (_, index) => index + 1));
    expect(hub.asked.at(-1)).toEqual({ limit: LISTING_PAGE, after: LISTING_PAGE });
  });

  it('ends with the last page', async () => {
    const listing = await fetchListing(hubWith(3).ask, 100, new Set());
    expect([listing.questions.length, listing.more]).toEqual([3, false]);
  });

  it('counts the own tap at once, and only once', () => {
    const listing = { questions: [], more: false, shared: new Set([2]) };
    expect(meTooCount(listing, question(1), true)).toBe(1);
    expect(meTooCount(listing, question(1, 4), false)).toBe(4);
    expect(meTooCount(listing, question(2, 4), true)).toBe(4);
    expect(meTooCount(listing, question(2, 1), false)).toBe(0);
  });
});
