// What a tally of a poll counts, in its order.
import type { PollRow } from '../core/types.gen.ts';
import { t } from '../i18n/common.ts';
import { pick } from './language.ts';

export function optionNames(poll: PollRow): string[] {
  if (poll.options) return poll.options.map(pick);
  if (!poll.pollType) return Object.values(t().choices);
  const least = poll.least ?? 0;
  return Array.from({ length: (poll.most ?? least) - least + 1 }, (_, index) => String(least + index));
}
