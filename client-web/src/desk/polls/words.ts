// A poll's rules in words, so that whoever opens it sees what it will be.
import type { PollRow } from '../../core/types.gen.ts';
import { cn } from '../../i18n/counts.ts';
import { p } from '../../i18n/polls.ts';
import { r } from '../../i18n/results.ts';
import { siteName } from '../../ui/staff.tsx';

const whatOf = ({ pollType = 'yes_no_abstain', least, most }: PollRow): string =>
  pollType === 'multiple' || pollType === 'rating' ? `${p().types[pollType]}: ${p().fromTo(least ?? 0, most ?? 0)}` : p().types[pollType];

/** Written with a capital where it stands alone. */
const within = (words: string): string => words.charAt(0).toLowerCase() + words.slice(1);

function whomOf({ roles, sites, siteKind, groups, presence }: PollRow): string {
  const who = (roles ?? ['participant']).map((role) => r().roles[role]).join(', ');
  const where = sites ? sites.map(siteName).join(', ') : within(p().where[siteKind ?? 'all']);
  const of = groups && p().ofGroups(groups.join(', '));
  return [`${who} – ${where}`, of, presence && p().presentOnly].filter(Boolean).join(' – ');
}

export const rulesOf = (poll: PollRow): string[] => [
  whatOf(poll),
  whomOf(poll),
  within(poll.ballotRule ? p().final : p().changeable),
  p().results[poll.results],
  ...(poll.counts === 'none' ? [cn().noneRule] : []),
];
