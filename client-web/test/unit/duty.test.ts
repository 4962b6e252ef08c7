import { expect, it } from 'vitest';
import { onDutyOf } from '../../src/core/duty.ts';

const people = [
  { id: 'an', roles: ['moderator' as const] },
  { id: 'binh', roles: ['chair' as const, 'moderator' as const] },
  { id: 'chi', roles: ['chair' as const] },
];

it('who is at the desk, and who besides in the chair', () => {
  expect(onDutyOf([{ person: 'an' }, { person: 'binh' }, { person: 'chi' }], people)).toEqual({ moderators: ['an', 'binh'], chairs: ['chi'] });
  expect(onDutyOf([{ person: 'chi' }], people)).toEqual({ moderators: [], chairs: ['chi'] });
});

it('whom the page does not know any more is nobody', () => {
  expect(onDutyOf([{ person: 'gone' }], people)).toEqual({ moderators: [], chairs: [] });
});
