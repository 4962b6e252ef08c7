import { expect, it } from 'vitest';
import { createHints, nearestBefore } from '../../src/core/hints.ts';
import { FakeTime, settle } from './fakes.ts';

it('the nearest of those asked before, where it is near enough; opinions are none', () => {
  expect(nearestBefore(7, [{ question: 9, score: 90 }, { opinion: 2, score: 80 }, { question: 3, score: 60 }, { question: 4, score: 55 }])).toBe(3);
  expect(nearestBefore(7, [{ question: 3, score: 49 }])).toBeUndefined();
  expect(nearestBefore(7, [])).toBeUndefined();
});

function desk(fails: () => boolean = () => false) {
  const timers = new FakeTime();
  const asked: number[] = [];
  const found: unknown[] = [];
  const look = createHints({
    timers,
    ask: async (question) => {
      asked.push(question);
      if (fails()) throw new Error('link_down');
      return [{ question: question - 1, score: 70 }];
    },
    found: (question, near) => found.push([question, near]),
  });
  return { timers, asked, found, look };
}

it('each in sight is asked about once, one after another, and again when its text is another', async () => {
  const { timers, asked, found, look } = desk();
  look([{ id: 5, text: 'a' }, { id: 6, text: 'b' }]);
  await settle();
  expect(asked).toEqual([5]);
  await timers.elapse(2000);
  look([{ id: 5, text: 'a' }, { id: 6, text: 'b' }]);
  await timers.elapse(2000);
  expect(asked).toEqual([5, 6]);
  expect(found).toEqual([[5, 4], [6, 5]]);
  look([{ id: 5, text: 'c' }]);
  await timers.elapse(2000);
  expect(asked).toEqual([5, 6, 5]);
});

it('what went out of sight while it waited is not asked about', async () => {
  const { timers, asked, look } = desk();
  look([{ id: 5, text: 'a' }, { id: 6, text: 'b' }]);
  look([{ id: 7, text: 'c' }]);
  await timers.elapse(2000);
  expect(asked).toEqual([5, 7]);
});

it('what came to nothing is asked about anew when the list is looked at again', async () => {
  let isCut = true;
  const { timers, asked, found, look } = desk(() => isCut);
  look([{ id: 5, text: 'a' }]);
  await timers.elapse(2000);
  expect(asked).toEqual([5]);
  isCut = false;
  look([{ id: 5, text: 'a' }]);
  await timers.elapse(2000);
  expect([asked, found]).toEqual([[5, 5], [[5, 4]]]);
});
