// A site's check before the doors open, in words.
import { checkInOf } from '../core/sites.ts';
import type { Lacking, SiteRow } from '../core/types.gen.ts';
import { ck } from '../i18n/checks.ts';
import { dayAndTime } from './day.ts';

const named = (lacking: Lacking): string => lacking.map((point) => ck().points[point]).join(', ');

export function checkInWord({ checkedAt, lacking = [] }: SiteRow): string {
  if (checkedAt === undefined) return ck().none;
  return lacking.length > 0 ? ck().lacking(dayAndTime(checkedAt), named(lacking)) : ck().good(dayAndTime(checkedAt));
}

/** For a place as small as a tile; never the colour alone. */
export function checkInShort(site: SiteRow): string {
  const checked = checkInOf(site);
  if (checked === 'none') return `○ ${ck().none}`;
  return checked === 'good' ? `✓ ${dayAndTime(site.checkedAt ?? 0)}` : `⚠ ${ck().lackingShort(named(site.lacking ?? []))}`;
}
