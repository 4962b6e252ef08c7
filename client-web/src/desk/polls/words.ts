// A poll's rules in words, so that whoever opens it sees what it will be.
import type { PollRow } from '../../core/types.gen.ts';
import { p } from '../../i18n/polls.ts';
import { r } from '../../i18n/results.ts';
import { siteName } from '../../ui/staff.tsx';

const whatOf = ({ pollType = 'yes_no_abstain', least, most }: PollRow): string =>
  pollType === 'multiple' || pollType === 'rating' ? `${p().types[pollType]}: ${p().fromTo(least ?? 0, most ?? 0)}` : p().types[pollType];

function whomOf({ roles, sites, siteKind }: PollRow): string {
  const who = (roles ?? ['participant']).map((role) => r().roles[role]).join(', ');
  const where = sites ? sites.map(siteName).join(', ') : p().where[siteKind ?? 'all'];
  return `${who} – ${where}`;
}

export const rulesOf = (poll: PollRow): string[] => [
  whatOf(poll),
  whomOf(poll),
  poll.ballotRule ? p().final : p().changeable,
  p().results[poll.results],
];
