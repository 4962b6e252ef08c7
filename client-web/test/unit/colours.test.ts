// The colours of light, dark and stage as the style sheets have them: what is read can be read, on each ground that it stands on.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Colours = Readonly<Record<string, string>>;

const sheet = (name: string): string => readFileSync(new URL(`../../src/${name}`, import.meta.url), 'utf8');

/** The colours that the first rule after `from` names. */
function tokensAfter(css: string, from: string): Colours {
  const begin = css.indexOf(from);
  const rule = css.slice(begin, css.indexOf('}', begin));
  return Object.fromEntries([...rule.matchAll(/--([\w-]+): (#[0-9a-f]{3,6});/g)].map(([, name, colour]) => [name, colour]));
}

function luminance(colour: string): number {
  const digits = colour.length === 4 ? [...colour.slice(1)].map((digit) => digit + digit).join('') : colour.slice(1);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const part = parseInt(digits.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

const base = sheet('ui/base.css');
const themes: Record<string, Colours> = {
  light: tokensAfter(base, ':root'),
  dark: tokensAfter(base, 'prefers-color-scheme: dark'),
  stage: tokensAfter(sheet('pages/stage/stage.css'), '.on-stage'),
};

const WORDS = ['fg', 'muted', 'accent', 'live', 'next', 'ok', 'bad'];
const GROUNDS = ['bg', 'surface'];
const WORDS_LEAST = 5.2;
const CONTROLS_LEAST = 3.2;

const pairs = [
  ...WORDS.flatMap((word) => GROUNDS.map((ground) => ({ word, ground, least: WORDS_LEAST }))),
  ...GROUNDS.map((ground) => ({ word: 'line', ground, least: CONTROLS_LEAST })),
  { word: 'on-accent', ground: 'accent', least: WORDS_LEAST },
  { word: 'on-live', ground: 'live', least: WORDS_LEAST },
  { word: 'warn-fg', ground: 'warn-bg', least: WORDS_LEAST },
  // What is refused stands in the bar of what waits, and what is late in the bar of what is next.
  { word: 'bad', ground: 'warn-bg', least: 4.5 },
  { word: 'next', ground: 'warn-bg', least: 4.5 },
  { word: 'bg', ground: 'ok', least: WORDS_LEAST },
];

describe.each(Object.entries(themes))('%s', (_, colours) => {
  it.each(pairs)('$word on $ground', ({ word, ground, least }) => {
    expect(contrast(colours[word] ?? '', colours[ground] ?? '')).toBeGreaterThanOrEqual(least);
  });
});

describe('bars on a stage', () => {
  const series = [...sheet('pages/stage/polls.css').matchAll(/\.series-\d { background: (#[0-9a-f]{3,6});/g)].map(([, colour]) => colour ?? '');
  it.each(series)('%s', (colour) => {
    expect(contrast(colour, themes['stage']?.['bg'] ?? '')).toBeGreaterThanOrEqual(8.5);
  });
  it('are six, and no two the same', () => {
    expect(new Set(series).size).toBe(6);
  });
});
