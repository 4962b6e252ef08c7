import { TEXT_BYTES, TEXT_GRAPHEMES } from './types.gen.ts';

// What people mostly write: letters with their marks in one, and no two of these characters ever join.
const SINGLE = /^[\n -\u02ff\u1e00-\u1eff\u2010-\u2027]*$/;

let segmenter: Intl.Segmenter | undefined;

export function graphemes(text: string): number {
  if (SINGLE.test(text)) return text.length;
  // Made where it is needed: that takes longer than all else a page does before it is first seen. A browser without counts characters.
  const parts: Iterable<unknown> = Intl.Segmenter ? (segmenter ??= new Intl.Segmenter('vi')).segment(text) : text;
  return [...parts].length;
}

const utf8Bytes = (text: string): number => {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
};

/** As the hub will clean it, near enough to count: the hub's own cleaning decides. */
export const tidy = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();

export function fits(text: string): boolean {
  const clean = tidy(text);
  return clean !== '' && graphemes(clean) <= TEXT_GRAPHEMES && utf8Bytes(clean) <= TEXT_BYTES;
}
