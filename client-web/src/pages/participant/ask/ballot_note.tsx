// Two devices of one person: both are told which ballot stands.
import type { JSX } from 'preact';
import type { PollRow } from '../../../core/types.gen.ts';
import { l } from '../../../i18n/link.ts';
import { mine, relay } from '../../../ui/hub.ts';
import { hourAndMinute } from '../../../ui/language.ts';

export function BallotNote({ poll }: { poll: Pick<PollRow, 'id'> }): JSX.Element | null {
  const ballot = mine('my_ballot').find((row) => row.poll === poll.id);
  if (!ballot || !relay.castHere(poll.id) || relay.isThisDevice(ballot.device)) return null;
  return (
    <p class="clarify" data-ballot-of="other">
      {l().otherDevice(hourAndMinute(ballot.at))}
    </p>
  );
}
