// Who of the own site is present.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { findPeople } from '../../core/people.ts';
import type { PersonRow } from '../../core/types.gen.ts';
import { isSending } from '../../desk/people/moves.tsx';
import { l } from '../../i18n/link.ts';
import { pp } from '../../i18n/people.ts';
import { rh } from '../../i18n/rehearsal.ts';
import { s } from '../../i18n/staff.ts';
import { all, alone, relay, within } from '../../ui/hub.ts';
import { number } from '../../ui/language.ts';
import { calledOf, Panel, tell } from '../../ui/staff.tsx';

// A site has dozens, a hall hundreds, and most of them are looked up: the rest is one press or a search away.
const PAGE = 6;

const wanted = signal('');
const shown = signal(PAGE);

const checkIn = (person: string, on: boolean): void => tell('person.check_in', relay.submit('person.check_in', { person, on }));

function Person({ row }: { row: PersonRow }): JSX.Element {
  const present = row.present ?? false;
  const label = present ? pp().setAway : pp().setPresent;
  return (
    <li class="row" data-check-in={row.id} data-present={present}>
      <span class="grow">
        {present ? '✓' : '○'} <bdi>{calledOf(row)}</bdi>{' '}
        <small>
          {row.name && row.number !== undefined && `${s().person(row.number)} · `}
          {present ? pp().isPresent : pp().isAway}
        </small>
      </span>
      <button
        type="button"
        data-action="person.check_in"
        aria-label={`${label}: ${calledOf(row)}`}
        disabled={!within.value || isSending('person.check_in', row.id)}
        onClick={() => checkIn(row.id, !present)}
      >
        {label}
      </button>
    </li>
  );
}

export function CheckIn(): JSX.Element {
  const people = all('person');
  const found = findPeople(people, wanted.value);
  const present = people.filter((row) => row.present).length;
  return (
    <Panel name="check-in" title={pp().checkIn}>
      <p class="muted" data-present-count={present}>
        {pp().presentOf(number(present), number(people.length))}
        {!within.value && (
          <span class="clarify" data-why="link_down">
            {' · '}
            {alone.value ? l().notNow : rh().notNow}
          </span>
        )}
      </p>
      <label>
        {pp().find}
        <input
          id="check-in-search"
          type="search"
          maxLength={100}
          autocomplete="off"
          value={wanted.value}
          onInput={(event) => {
            wanted.value = event.currentTarget.value;
            shown.value = PAGE;
          }}
        />
      </label>
      {found.length === 0 && <p class="empty">{pp().none}</p>}
      <ul class="plain">
        {found.slice(0, shown.value).map((row) => (
          <Person key={row.id} row={row} />
        ))}
      </ul>
      {found.length > shown.value && (
        <button type="button" data-action="more" onClick={() => (shown.value += PAGE)}>
          {s().more(found.length - shown.value)}
        </button>
      )}
    </Panel>
  );
}
