// What pages write beside letters is in the text fonts that computers and phones come with: nobody sees a box, or a coloured emoji, where a sign should be.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

// In DejaVu Sans (Debian with nothing more), the symbol fonts of Windows, Android and macOS, and no emoji unless somebody asks for one. Before another is added:
// `fc-list ':charset=25d4' family` names the fonts that have it.
const SIGNS = '±·×–’“”…′‹›←↑→↓↶⇡−≈⋯②■▪▲▴▶▸▾○◌●◐◔◉♪⚖⚠✓✕✗⠿';

const SOURCES = new URL('../../src/', import.meta.url);
const SIGN = /(?![\p{L}\p{M}\p{Z}])[^\p{ASCII}]/gu;

const signsIn = (file: string): string[] =>
  readFileSync(new URL(file, SOURCES), 'utf8').match(SIGN)?.filter((sign) => !SIGNS.includes(sign)) ?? [];

describe('signs', () => {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(tsx?|css)$/.test(file));

  it('are those that every text font has', () => {
    const strange = files.map((file) => [file, signsIn(file).join(' ')]).filter(([, signs]) => signs !== '');
    expect(files.length).toBeGreaterThan(100);
    expect(strange).toEqual([]);
  });

  it('are no emoji unless somebody asks for one', () => {
    expect(SIGNS.match(/\p{Emoji_Presentation}/gu)).toBeNull();
  });
});
