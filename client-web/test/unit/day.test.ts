import { beforeAll, describe, expect, it, vi } from 'vitest';

let dayAndTime: (time: number) => string;
let now: { value: number };

beforeAll(async () => {
  vi.stubGlobal('location', { search: '', origin: 'https://example.org' });
  vi.stubGlobal('document', { documentElement: { lang: '', dataset: {} } });
  ({ dayAndTime } = await import('../../src/ui/day.ts'));
  ({ now } = await import('../../src/ui/hub.ts'));
});

describe('the time of a row', () => {
  it('is that of the clock, and has its day once that is not today', () => {
    const evening = new Date(2026, 10, 21, 17, 33).getTime();
    now.value = evening + 3600_000;
    expect(dayAndTime(evening)).toBe('17:33');
    now.value = evening + 16 * 3600_000;
    expect(dayAndTime(evening)).toContain('17:33');
    expect(dayAndTime(evening)).toContain('21');
    expect(dayAndTime(now.value)).not.toContain('22');
  });
});
