import { describe, expect, it } from 'vitest';
import { LinkLost, Refused } from '../../src/core/link.ts';
import { sendAll } from '../../src/core/sending.ts';
import type { Sending } from '../../src/core/sending.ts';
import { FakeTime, settle } from './fakes.ts';

type Answer = 'ok' | 'lost' | 'rate_limited' | 'busy' | 'not_signed_in' | 'not_found' | 'never';

/** Answers in the order given, then always ok. */
function bench(items: string[], answers: Answer[]): { time: FakeTime; sent: string[]; seen: () => Sending<string>; stop: () => void } {
  const time = new FakeTime();
  const sent: string[] = [];
  let state: Sending<string> | null = null;
  const send = (item: string): Promise<unknown> => {
    sent.push(item);
    const answer = answers.shift() ?? 'ok';
    if (answer === 'never') return new Promise(() => undefined);
    if (answer === 'ok') return Promise.resolve({});
    return Promise.reject(answer === 'lost' ? new LinkLost() : new Refused({ code: answer, field: 'person' }));
  };
  const stop = sendAll(items, { timers: time, send, changed: (next) => (state = next) });
  return { time, sent, stop, seen: () => state as unknown as Sending<string> };
}

describe('many commands one by one', () => {
  it('sends each once, in order, and says when it is over', async () => {
    const { sent, seen } = bench(['a', 'b', 'c'], []);
    await settle();
    expect(sent).toEqual(['a', 'b', 'c']);
    expect(seen()).toMatchObject({ done: 3, refused: [], over: true, waitsFor: null });
  });

  it('waits for what passes and sends the same one again; the rest goes at an even distance', async () => {
    const { time, sent, seen } = bench(['a', 'b', 'c'], ['ok', 'rate_limited', 'rate_limited']);
    await settle();
    expect(sent).toEqual(['a', 'b']);
    expect(seen()).toMatchObject({ done: 1, waitsFor: 'rate_limited', over: false });
    await time.elapse(10000);
    expect(sent).toEqual(['a', 'b', 'b', 'b', 'c']);
    expect(seen()).toMatchObject({ done: 3, refused: [], over: true });
  });

  it('keeps at it through a lost link and a hub that does not know the page yet', async () => {
    const { time, sent, seen } = bench(['a'], ['lost', 'lost', 'not_signed_in', 'busy']);
    await settle();
    expect(seen().waitsFor).toBe('no_link');
    await time.elapse(60000);
    expect(sent).toEqual(['a', 'a', 'a', 'a', 'a']);
    expect(seen()).toMatchObject({ done: 1, refused: [], over: true });
  });

  it('notes what is refused for good and goes on', async () => {
    const { sent, seen } = bench(['a', 'b'], ['not_found']);
    await settle();
    expect(sent).toEqual(['a', 'b']);
    expect(seen().refused).toEqual([{ item: 'a', refusal: { code: 'not_found', field: 'person' } }]);
    expect(seen()).toMatchObject({ done: 2, over: true });
  });

  it('sends nothing more once stopped, whether it waits or something is under way', async () => {
    const waiting = bench(['a', 'b'], ['busy']);
    await settle();
    waiting.stop();
    await waiting.time.elapse(60000);
    expect(waiting.sent).toEqual(['a']);
    expect(waiting.seen()).toMatchObject({ done: 0, over: true });
    const underWay = bench(['a', 'b'], ['never']);
    underWay.stop();
    await settle();
    expect(underWay.sent).toEqual(['a']);
  });

  it('is over at once with nothing to send', () => {
    expect(bench([], []).seen()).toMatchObject({ done: 0, over: true });
  });
});
