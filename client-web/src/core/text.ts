import { TEXT_BYTES, TEXT_GRAPHEMES } from './types.gen.ts';

const segmenter = typeof Intl.Segmenter === 'function' ? new Intl.Segmenter('vi') : null;

export function graphemes(text: string): number {
  if (!segmenter) return Array.from(text).length;
  let count = 0;
  for (const _ of segmenter.segment(text)) count += 1;
  return count;
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
