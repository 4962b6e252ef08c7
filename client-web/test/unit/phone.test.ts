import { describe, expect, it } from 'vitest';
import { grouped } from '../../src/core/code.ts';
import { groupField, isWhole } from '../../src/core/code_field.ts';
import { browserAddress, isInApp } from '../../src/core/in_app.ts';
import { pack, unpack } from '../../src/core/keep.ts';
import { lossOf } from '../../src/core/loss.ts';
import { isQuiet } from '../../src/core/quiet.ts';
import { foldSnapshot, welcome, NOTHING_HELD } from '../../src/core/rows.ts';
import type { HelloResult, MeRow } from '../../src/core/types.gen.ts';

const CODE = '482719360517';

describe('the field of the code', () => {
  const at = (typed: string): ReturnType<typeof groupField> => groupField({ value: typed.replace('|', ''), caret: typed.indexOf('|') });
  const shown = (typed: string): string => {
    const { value, caret } = at(typed);
    return `${value.slice(0, caret)}|${value.slice(caret)}`;
  };

  it('groups by three, the caret behind the digit that was typed', () => {
    expect(shown('482|')).toBe('482|');
    expect(shown('4827|')).toBe('482 7|');
    expect(shown('482719|')).toBe('482 719|');
    expect(shown('48|719')).toBe('48|7 19');
    expect(shown('482|719')).toBe('482 |719');
  });

  it('takes what people paste', () => {
    for (const text of ['482719360517', ' 482-719-360-517 ', 'Mã: 482 719 360 517.', '4827 1936 0517'])
      expect(groupField({ value: text, caret: text.length })).toEqual({ value: grouped(CODE), caret: 15 });
  });

  it('never loses a digit before the caret, wherever it is typed', () => {
    for (let caret = 0; caret <= CODE.length; caret += 1) {
      const field = groupField({ value: CODE, caret });
      expect(field.value.slice(0, field.caret).replaceAll(' ', '')).toBe(CODE.slice(0, caret));
    }
  });

  it('holds twelve digits', () => {
    expect(isWhole('482 719 360 51')).toBe(false);
    expect(isWhole(grouped(CODE))).toBe(true);
    expect(groupField({ value: `${CODE}99`, caret: 14 }).value).toBe(grouped(CODE));
  });
});

describe('a link that is gone', () => {
  it('is no news at first, then reconnects, then is a loss', () => {
    expect(lossOf(1_900, true)).toBeNull();
    expect(lossOf(2_000, true)).toBe('reconnecting');
    expect(lossOf(15_000, true)).toBe('offline');
  });

  it('is a loss at once where the device has no network', () => {
    expect(lossOf(1_900, false)).toBeNull();
    expect(lossOf(2_000, false)).toBe('offline');
  });
});

describe('loading anew by itself', () => {
  const page = { untouchedFor: 121_000, hidden: false, halfDone: false, share: 0 };

  it('waits until nobody has touched the page for two minutes, or nobody sees it', () => {
    expect(isQuiet(page)).toBe(true);
    expect(isQuiet({ ...page, untouchedFor: 119_000 })).toBe(false);
    expect(isQuiet({ ...page, untouchedFor: 1, hidden: true })).toBe(true);
  });

  it('never takes away what is half done', () => {
    expect(isQuiet({ ...page, halfDone: true })).toBe(false);
    expect(isQuiet({ ...page, halfDone: true, hidden: true })).toBe(false);
  });

  it('does not come from all pages at once', () => {
    expect(isQuiet({ ...page, share: 0.5 })).toBe(false);
    expect(isQuiet({ ...page, share: 0.5, untouchedFor: 211_000 })).toBe(true);
  });
});

describe('rows kept on the device', () => {
  const texts = { vi: 'Có' };
  const me: MeRow = { kind: 'me', id: 'hall-0001', site: 'hall', siteName: texts, number: 1, roles: ['participant'], channel: 'participant' };
  const hello: HelloResult = { v: 1, journal: 'j1', serverTime: 1, conference: { title: texts, theme: texts }, person: me.id, channel: 'participant' };
  const own = { journal: 'j1', channel: 'person:hall-0001', to: 3, rows: [me] };
  const shared = { journal: 'j1', channel: 'participant', to: 4, rows: [] };
  const half = foldSnapshot(welcome(NOTHING_HELD, hello), own);
  const rows = foldSnapshot(half, shared);

  it('come back with their cursors', () => {
    expect(unpack(pack({ rows, hello, at: 7 }), me.id)).toEqual({ rows, hello, at: 7 });
  });

  it('are nobody else’s, and nothing while half of them is to come', () => {
    expect(unpack(pack({ rows, hello, at: 7 }), 'hall-0002')).toBeNull();
    expect(pack({ rows: half, hello, at: 7 })).toBe('');
    for (const text of [null, '', '{', 'null', '{"person":"hall-0001"}']) expect(unpack(text, me.id)).toBeNull();
  });
});

describe('a page inside another app', () => {
  const ZALO = 'Mozilla/5.0 (Linux; Android 10; SM-A205F; wv) AppleWebKit/537.36 Version/4.0 Chrome/120.0 Mobile Safari/537.36 Zalo android/12100';
  const ZALO_IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Zalo iOS/500';
  const CHROME = 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36';
  const SAFARI = 'Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.0 Mobile/15E148 Safari/604.1';

  it('is told from a browser', () => {
    expect([ZALO, ZALO_IPHONE, CHROME, SAFARI].map(isInApp)).toEqual([true, true, false, false]);
  });

  it('can be opened in the browser of an Android phone, without the secret of the card', () => {
    const place = { host: 'relay.example', pathname: '/', search: '?lang=en', hash: '#t=secret' };
    expect(browserAddress(ZALO, place)).toBe('intent://relay.example/?lang=en#Intent;scheme=https;action=android.intent.action.VIEW;end');
    expect(browserAddress(ZALO_IPHONE, place)).toBe('');
  });
});
