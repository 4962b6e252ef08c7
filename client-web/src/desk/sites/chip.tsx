// How a site is reached: a sign, a word and a colour, never the colour alone.
import type { JSX } from 'preact';
import { durationText } from '../../core/duration.ts';
import type { Condition } from '../../core/sites.ts';
import type { LiveLink } from '../../core/types.gen.ts';
import { si } from '../../i18n/sites.ts';
import { now } from '../../ui/hub.ts';
import { number } from '../../ui/language.ts';

export const SIGNS: Record<Condition, string> = { up: '●', slow: '◐', cut: '✕', never: '○' };

/** With `link`: since when it is cut. */
export const LinkChip = ({ condition, link }: { condition: Condition; link?: LiveLink | undefined }): JSX.Element => (
  <span class="site-chip" data-condition={condition}>
    {SIGNS[condition]} {si().conditions[condition]}
    {condition === 'cut' && link?.since !== undefined && ` ${durationText(Math.max(0, now.value - link.since))}`}
  </span>
);

/** A way there and back, as long as it is. */
export const wayWord = (milliseconds: number): string =>
  milliseconds < 1000 ? si().ms(number(milliseconds)) : si().s(number(Math.round(milliseconds / 100) / 10));
