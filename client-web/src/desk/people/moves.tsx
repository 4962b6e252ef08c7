// Whose code was refused on a device because it has moved too often: somebody of the desk or the site lets it move once more.
import type { JSX } from 'preact';
import type { HeldCommand } from '../../core/outbox.ts';
import { waitingToMove } from '../../core/people.ts';
import { pp } from '../../i18n/people.ts';
import { all, waiting, within } from '../../ui/hub.ts';
import { forSite, isFenced } from '../../ui/lease.ts';
import { calledOf, Panel, siteName, tell } from '../../ui/staff.tsx';

const allowMove = (person: string): void => tell('person.allow_move', forSite('person.allow_move', { person }));

/** Acts on a person that are on their way must not be begun twice. */
export const isSending = (method: 'person.allow_move' | 'person.check_in', person: string): boolean =>
  waiting(method).some((command) => (command as HeldCommand<typeof method>).params.person === person);

/** Stands there only while somebody waits. */
export function Moves({ allow = allowMove }: { allow?: (person: string) => void }): JSX.Element | null {
  const people = waitingToMove(all('person'));
  if (people.length === 0) return null;
  return (
    <Panel name="moves" title={pp().moves} count={people.length}>
      <small>{pp().movesWhy}</small>
      <ul class="plain">
        {people.map((row) => (
          <li key={row.id} class="row" data-needs-operator={row.id}>
            <span class="grow">
              <bdi>{calledOf(row)}</bdi> <small>{siteName(row.site)}</small>
            </span>
            <button
              type="button"
              data-action="person.allow_move"
              aria-label={`${pp().allowMove}: ${calledOf(row)}`}
              disabled={!within.value || isFenced() || isSending('person.allow_move', row.id)}
              onClick={() => allow(row.id)}
            >
              {pp().allowMove}
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
