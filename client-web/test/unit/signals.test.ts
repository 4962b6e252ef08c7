import { beforeEach, describe, expect, it, vi } from 'vitest';
import { computed, effect, signal } from '../../src/pages/participant/signals.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

describe('signals on the page for phones', () => {
  it('run what reads them in a task of its own, and again after a change', () => {
    const count = signal(1);
    const twice = computed(() => 2 * count.value);
    const seen: number[] = [];
    effect(() => void seen.push(twice.value));
    expect(seen).toEqual([]);
    vi.runAllTimers();
    count.value = 2;
    vi.runAllTimers();
    expect(seen).toEqual([2, 4]);
  });

  it('run it once for all that changes together', () => {
    const [left, right] = [signal(1), signal(1)];
    const seen: number[] = [];
    effect(() => void seen.push(left.value + right.value));
    vi.runAllTimers();
    left.value = 2;
    right.value = 3;
    left.value = 4;
    vi.runAllTimers();
    expect(seen).toEqual([2, 7]);
  });

  it('run nothing for a value that stays the same, or that nobody looks at', () => {
    const [isShown, clock] = [signal(false), signal(0)];
    const seen: (number | null)[] = [];
    effect(() => void seen.push(isShown.value ? clock.value : null));
    vi.runAllTimers();
    isShown.value = false;
    isShown.value = true;
    vi.runAllTimers();
    clock.value = 1;
    vi.runAllTimers();
    isShown.value = false;
    vi.runAllTimers();
    clock.value = 2;
    vi.runAllTimers();
    isShown.value = true;
    vi.runAllTimers();
    expect(seen).toEqual([null, 0, 1, null, 2]);
  });

  it('run again where an effect changes what another has read', () => {
    const [asked, answered] = [signal(0), signal(0)];
    const seen: number[] = [];
    effect(() => void seen.push(answered.value));
    effect(() => {
      answered.value = asked.value;
    });
    asked.value = 5;
    vi.runAllTimers();
    expect(seen.at(-1)).toBe(5);
  });
});
