import { describe, expect, it } from 'vitest';
import { createFollower } from '../../src/core/follow.ts';
import type { HeldCommand } from '../../src/core/outbox.ts';
import { inQueueOrder, movesOf } from '../../src/core/queue.ts';
import type { QueueRow } from '../../src/core/types.gen.ts';
import { recentAct } from '../../src/core/undo.ts';
import { FakeTime, settle } from './fakes.ts';

const queue = (pinned: number[], manual: number[]): QueueRow => ({ kind: 'queue', id: 'queue', rev: 4, pinned, manual });

describe('the place of a question', () => {
  it('goes up from the fair order to the end of the manual one', () => {
    expect(movesOf(queue([], [7]), 3)).toEqual({ up: { question: 3, on: true, rev: 4 } });
  });

  it('changes with its neighbour in the manual order', () => {
    const order = queue([], [7, 3, 9]);
    expect(movesOf(order, 3)).toEqual({
      up: { question: 3, on: true, before: 7, rev: 4 },
      down: { question: 3, on: true, rev: 4 },
      fair: { question: 3, on: false, rev: 4 },
    });
    expect(movesOf(order, 7).up).toBeUndefined();
    expect(movesOf(order, 7).down).toEqual({ question: 7, on: true, before: 9, rev: 4 });
    expect(movesOf(order, 9).down).toBeUndefined();
  });

  it('passes over what is pinned, which itself is not moved', () => {
    const order = queue([3], [7, 3, 9]);
    expect(movesOf(order, 9).up).toMatchObject({ before: 7 });
    expect(movesOf(order, 3)).toEqual({});
  });

  it('is the hub’s; what it has not placed yet follows, oldest first', () => {
    const rows = [1, 2, 3, 4].map((id) => ({ id, at: 10 - id }));
    const places = new Map([
      [3, 0],
      [1, 1],
    ]);
    expect(inQueueOrder(rows, places).map(({ id }) => id)).toEqual([3, 1, 4, 2]);
  });
});

describe('an answer kept up to date', () => {
  function followed(answers: (() => Promise<string>)[]): { time: FakeTime; follow: (key: string) => void; took: string[]; asked: () => number } {
    const time = new FakeTime();
    const took: string[] = [];
    let asked = 0;
    const ask = (): Promise<string> => {
      const answer = answers[asked] ?? ((): Promise<string> => Promise.resolve(`answer ${asked}`));
      asked += 1;
      return answer();
    };
    return { time, took, asked: () => asked, follow: createFollower({ timers: time, ask, took: (answer) => took.push(answer), everyMs: 1000 }) };
  }

  it('is asked for once for many changes in a short time', async () => {
    const { time, follow, asked, took } = followed([]);
    follow('a');
    await settle();
    follow('b');
    follow('c');
    await settle();
    expect(asked()).toBe(1);
    await time.elapse(1000);
    expect(asked()).toBe(2);
    expect(took).toHaveLength(2);
    await time.elapse(5000);
    expect(asked()).toBe(2);
  });

  it('is asked for again after a failure, and not while there is nobody to ask', async () => {
    const { time, follow, asked, took } = followed([() => Promise.reject(new Error('lost'))]);
    follow('a');
    await settle();
    follow('');
    await time.elapse(3000);
    expect(asked()).toBe(1);
    follow('a');
    await settle();
    expect([asked(), took.length]).toEqual([2, 1]);
  });
});

describe('an act that can be undone', () => {
  const command = (method: HeldCommand['method'], params: object): HeldCommand =>
    ({ key: 'k', method, params, person: 'an', madeAt: 0 }) as unknown as HeldCommand;

  it('is named by the rev that it made', () => {
    expect(recentAct(command('question.merge', { question: 5, rev: 2, into: 1 }))).toEqual({ method: 'question.merge', question: 5, rev: 3 });
  });

  it('is none of order, undo itself or other things', () => {
    for (const method of ['question.pin', 'question.move', 'question.undo', 'speaker.call'] as const)
      expect(recentAct(command(method, { question: 5, rev: 2 }))).toBeNull();
  });
});
