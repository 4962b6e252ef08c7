import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { calmed } from '../../src/ui/calm.ts';
import { FakeTime } from './fakes.ts';

describe('figures that come too often for the wall', () => {
  it('are told at once, then twice a second, and the last one is never left out', async () => {
    const [time, figures] = [new FakeTime(), signal(0)];
    const told = calmed(() => figures.value, 500, time);
    const seen: number[] = [];
    for (let step = 1; step <= 10; step += 1) {
      figures.value = step;
      seen.push(told.value);
      await time.elapse(100);
    }
    await time.elapse(500);
    expect(seen).toEqual([0, 0, 0, 0, 0, 5, 5, 5, 5, 5]);
    expect(told.value).toBe(10);
  });

  it('come at once after a while without any', async () => {
    const [time, figures] = [new FakeTime(), signal(0)];
    const told = calmed(() => figures.value, 500, time);
    await time.elapse(2000);
    figures.value = 7;
    expect(told.value).toBe(7);
  });
});
