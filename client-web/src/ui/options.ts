// What a tally of a poll counts, in its order.
import { placesOf } from '../core/polls.ts';
import type { Ballot } from '../core/polls.ts';
import type { PollRow } from '../core/types.gen.ts';
import { t } from '../i18n/common.ts';
import { pick } from './language.ts';

export function optionNames(poll: PollRow): string[] {
  if (poll.options) return poll.options.map(pick);
  if (!poll.pollType) return Object.values(t().choices);
  const least = poll.least ?? 0;
  return Array.from({ length: (poll.most ?? least) - least + 1 }, (_, index) => String(least + index));
}

/** What a ballot chooses, in words; by numbers where the poll itself is no longer known. */
export function ballotNames(poll: PollRow | undefined, ballot: Ballot): string {
  if (ballot.choice) return t().choices[ballot.choice];
  if (!poll) return (ballot.choices ?? [ballot.rating]).join(', ');
  const names = optionNames(poll);
  return placesOf(poll, ballot)
    .map((place) => names[place])
    .join(' + ');
}
