import { expect, test } from 'vitest';
import { canCount, figuresOfForm, isUnsettled, peopleIn } from '../../src/core/counts.ts';
import type { CountRow } from '../../src/core/types.gen.ts';

test('hands are counted until the announcement, where the poll takes them', () => {
  expect(canCount({ state: 'open' })).toBe(true);
  expect(canCount({ state: 'closing', pollType: 'multiple' })).toBe(true);
  expect(canCount({ state: 'closed' })).toBe(false);
  expect(canCount({ state: 'open', counts: 'none' })).toBe(false);
  expect(canCount({ state: 'open', pollType: 'rating' })).toBe(false);
});

test('the figures of a form: what is left empty is none, nothing at all is no count', () => {
  expect(figuresOfForm({}, ['31', '', ' 2 '], '')).toEqual({ tally: [31, 0, 2] });
  expect(figuresOfForm({}, ['', '', ''], '')).toBeNull();
  expect(figuresOfForm({}, ['3', '-1', ''], '')).toBeNull();
  expect(figuresOfForm({}, ['0', '0', '0'], '')).toEqual({ tally: [0, 0, 0] });
  expect(peopleIn({ tally: [31, 0, 2] })).toBe(33);
});

test('where a ballot chooses several, the people are a figure of their own', () => {
  expect(figuresOfForm({ pollType: 'multiple' }, ['2', '1'], '')).toBeNull();
  expect(figuresOfForm({ pollType: 'multiple' }, ['2', '1'], '2')).toEqual({ tally: [2, 1], total: 2 });
  expect(peopleIn({ tally: [2, 1], total: 2 })).toBe(2);
});

test('the poll waits for what is not confirmed, and for what is over', () => {
  const count: CountRow = { kind: 'count', id: 1, rev: 1, poll: 1, site: 'dc07', state: 'entered', total: 3, ceiling: 5, enteredBy: 'dung', at: 0 };
  expect(isUnsettled(count)).toBe(true);
  expect(isUnsettled({ ...count, state: 'confirmed' })).toBe(false);
  expect(isUnsettled({ ...count, state: 'confirmed', over: true })).toBe(true);
  expect(isUnsettled({ ...count, state: 'withdrawn' })).toBe(false);
});
