import { expect, it } from 'vitest';
import { sideOf, threadsOf, unreadOf } from '../../src/core/staff_messages.ts';
import type { MessageRow } from '../../src/core/types.gen.ts';

const message = (id: number, from: string, to: string, rest: Partial<MessageRow> = {}): MessageRow => ({
  ...{ kind: 'message', id, from, to, text: `${id}`, person: 'an', at: id },
  ...rest,
});

it('each channel writes for its side; phones and displays for none', () => {
  expect(['moderator', 'chair', 'operator:dc07', 'participant', 'stage', ''].map(sideOf)).toEqual(['desk', 'chair', 'dc07', null, null, null]);
});

it('the desk has one thread for each other side, unread ones first, then the latest', () => {
  const rows = [
    message(4, 'desk', 'dc12'),
    message(1, 'desk', 'chair', { readAt: 2, readBy: 'chi' }),
    message(2, 'dc07', 'desk'),
    message(3, 'desk', 'dc07'),
  ];
  const threads = threadsOf(rows, 'desk');
  expect(threads.map(({ other }) => other)).toEqual(['dc07', 'dc12', 'chair']);
  expect(threads[0]?.messages.map(({ id }) => id)).toEqual([2, 3]);
  expect(threads[0]?.unread.map(({ id }) => id)).toEqual([2]);
});

it('unread is what came to this side only; what one has sent is unread at the other', () => {
  const rows = [message(3, 'desk', 'dc07'), message(2, 'dc07', 'desk'), message(1, 'desk', 'dc07', { readAt: 5, readBy: 'dung' })];
  expect(unreadOf(rows, 'dc07').map(({ id }) => id)).toEqual([3]);
  expect(unreadOf(rows, 'desk').map(({ id }) => id)).toEqual([2]);
  expect(threadsOf(rows, 'dc07').map(({ other, unread }) => [other, unread.length])).toEqual([['desk', 1]]);
});
