import { beforeAll, describe, expect, it, vi } from 'vitest';

let minutesAndSeconds: (milliseconds: number) => string;

beforeAll(async () => {
  vi.stubGlobal('location', { search: '', origin: 'https://example.org' });
  vi.stubGlobal('document', { documentElement: { lang: '' } });
  ({ minutesAndSeconds } = await import('../../src/ui/language.ts'));
});

describe('a countdown', () => {
  it('shows whole seconds, and goes on below zero', () => {
    const shown = [180_400, 180_000, 59_999, 400, 0, -1, -1000, -61_000].map(minutesAndSeconds);
    expect(shown).toEqual(['3:00', '3:00', '0:59', '0:00', '0:00', '−0:01', '−0:01', '−1:01']);
  });
});
