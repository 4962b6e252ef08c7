// How large a text may be.
import { graphemes } from '../../core/text.ts';

// What fits a screen at each size, in graphemes; measured with real text.
const SIZES = [
  ['xl', 80],
  ['l', 140],
  ['m', 220],
  ['s', Infinity],
] as const;

/** Type size by length for a place of `share` of the screen; where that is too much for a text, ui/fit.ts makes it smaller. */
export function sizeOf(text: string, share = 1): string {
  const length = graphemes(text) / share;
  return SIZES.find(([, most]) => length <= most)?.[0] ?? 's';
}
