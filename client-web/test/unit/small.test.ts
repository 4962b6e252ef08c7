import { describe, expect, it } from 'vitest';
import { base64url } from '../../src/core/base64url.ts';
import { createClock } from '../../src/core/clock.ts';
import { digitsOf, grouped, isCode } from '../../src/core/code.ts';
import { parsed } from '../../src/core/parsed.ts';
import { fits, graphemes, tidy } from '../../src/core/text.ts';

describe('clock', () => {
  it('takes the offset of the shortest way', () => {
    const clock = createClock();
    clock.exchanged(0, 1000, 10000);
    expect(clock.toHub(0)).toBe(9500);
    clock.exchanged(2000, 2010, 12205);
    expect(clock.toHub(2005)).toBe(12205);
    clock.exchanged(3000, 4000, 13999);
    expect(clock.toHub(2005)).toBe(12205);
    expect(clock.roundTrip).toBe(10);
  });

  it('believes a beat that shows a later time, not one that was only slow', () => {
    const clock = createClock();
    clock.exchanged(0, 100, 1050);
    clock.heard(500, 1300);
    expect(clock.toHub(0)).toBe(1000);
    clock.heard(1000, 2200);
    expect(clock.toHub(0)).toBe(1200);
  });

  it('keeps what is known of the way when a beat shows a time that the way explains', () => {
    const clock = createClock();
    clock.exchanged(0, 100, 1050);
    clock.heard(500, 1540);
    expect(clock.toHub(0)).toBe(1040);
    expect(clock.roundTrip).toBe(100);
    clock.heard(600, 1700);
    expect(clock.toHub(0)).toBe(1100);
    expect(clock.roundTrip).toBe(null);
  });

  it('follows after the device slept or its clock was set', () => {
    const clock = createClock();
    clock.exchanged(0, 10, 100005);
    clock.heard(1000, 161000);
    expect(clock.toHub(1000)).toBe(161000);
    clock.heard(2000, 20000);
    expect(clock.toHub(2000)).toBe(20000);
  });

  it('believes the first hello after the device slept, however short the way was before', () => {
    const clock = createClock();
    clock.exchanged(0, 10, 100_005);
    clock.exchanged(1000, 1900, 28_901_450);
    expect(clock.toHub(1900)).toBe(28_901_900);
    expect(clock.roundTrip).toBe(900);
  });
});

describe('code', () => {
  it('knows its check digit', () => {
    expect(isCode('482719360517')).toBe(true);
    expect(isCode('123456789018')).toBe(true);
  });

  it('sees every single wrong digit and every swap of neighbours', () => {
    const good = '482719360517';
    for (let place = 0; place < good.length; place += 1) {
      for (const digit of '0123456789') {
        const other = good.slice(0, place) + digit + good.slice(place + 1);
        expect(isCode(other)).toBe(other === good);
      }
      const swapped = good.slice(0, place) + good.charAt(place + 1) + good.charAt(place) + good.slice(place + 2);
      if (swapped !== good && place + 1 < good.length) expect(isCode(swapped)).toBe(false);
    }
  });

  it('ignores blanks, and nothing else is a digit', () => {
    expect(digitsOf(' 482 719-360 517 ')).toBe('482719360517');
    expect(isCode('48271936051')).toBe(false);
    expect(isCode('48271936051x')).toBe(false);
    expect(isCode('')).toBe(false);
    expect(grouped('48271936')).toBe('482 719 36');
  });
});

describe('base64url', () => {
  it('is what everybody else makes', () => {
    for (let length = 0; length < 20; length += 1) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 37 + 251) % 256);
      expect(base64url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
    }
  });
});

describe('text', () => {
  it('is counted as people see it', () => {
    expect(graphemes('Ợ')).toBe(1);
    expect(graphemes('O\u031b\u0323')).toBe(1);
    expect(graphemes('👩‍👧')).toBe(1);
    expect(graphemes('“Đường liên xã” – bao giờ sửa?\nLúc 8 giờ 👩‍👧')).toBe(42);
  });

  it('is counted alike where that needs no table of the whole of Unicode', () => {
    const all = Array.from({ length: 0x2100 }, (_, point) => String.fromCharCode(point));
    const alone = new Intl.Segmenter('vi');
    for (const one of all) for (const text of [`a${one}`, `${one}a`, `${one}${one}`, `\n${one}\u1ed7`]) expect(graphemes(text), JSON.stringify(text)).toBe([...alone.segment(text)].length);
  });

  it('is tidied to one line of NFC', () => {
    expect(tidy('  O\u031b\u0323\n\tb  ')).toBe('\u1ee2 b');
  });

  it('fits from 1 to 300 graphemes and up to 2048 bytes', () => {
    expect(fits('  ')).toBe(false);
    expect(fits('ẫ'.repeat(300))).toBe(true);
    expect(fits('ẫ'.repeat(301))).toBe(false);
    expect(fits('👩‍👧'.repeat(187))).toBe(false);
  });
});

describe('what was kept as JSON', () => {
  it('is nothing where there was nothing, or nothing that can be read', () => {
    for (const text of [null, '', '{', 'null']) expect(parsed(text)).toBeNull();
    expect(parsed('{"at":7}')).toEqual({ at: 7 });
  });
});
