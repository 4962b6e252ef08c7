import { signal, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import type { Role } from '../../core/roster.ts';
import type { PersonListed } from '../../core/types.gen.ts';
import { LinkLost, Refused } from '../../core/link.ts';
import { Moves } from '../../desk/people/moves.tsx';
import { su } from '../../i18n/setup.ts';
import { pp } from '../../i18n/people.ts';
import { all, linked } from '../../ui/hub.ts';
import { number, pick } from '../../ui/language.ts';
import { say } from '../../ui/say.ts';
import { siteName } from '../../ui/staff.tsx';
import { refusalWords } from './form.tsx';
import { BatchState } from './batch.tsx';
import { PeopleByNumber, peopleBatch } from './people_number.tsx';
import { PeopleImport } from './people_import.tsx';
import { before, choose, chooseSoon, failed, filter, look, mark, marked, shown, turn } from './people_list.ts';
import { closePerson, openPerson, PersonForm, ROLES } from './person_form.tsx';
import { goTo, Heading, Pages } from './sections.tsx';
import { newKey, peopleChanged, send } from './wire.ts';
import { m } from './words.ts';

const importing = signal(false);
const byNumber = signal(false);
const trouble = signal('');

async function told(act: Promise<unknown>, words: string): Promise<void> {
  trouble.value = '';
  try {
    await act;
    say(words);
    peopleChanged.value += 1;
  } catch (reason) {
    if (reason instanceof Refused) trouble.value = refusalWords(reason.data);
    else if (reason instanceof LinkLost) trouble.value = refusalWords({ code: 'no_link' });
    else throw reason;
  }
}

const checkIn = ({ person, name, present }: PersonListed): Promise<void> =>
  told(send('person.check_in', { person, on: !present }, newKey()), `${name ?? person}: ${present ? m().isAway : m().isPresent}`);

const allowMove = (person: string): void => void told(send('person.allow_move', { person }, newKey()), pp().allowMove);

const Filters = (): JSX.Element => (
  <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
    <label>
      {m().searchPeople}
      <input
        id="people-search"
        type="search"
        maxLength={100}
        autocomplete="off"
        defaultValue={filter.value.text}
        onInput={(event) => !event.isComposing && chooseSoon({ text: event.currentTarget.value.trim() })}
        onKeyDown={(event) => event.key === 'Enter' && choose({ text: event.currentTarget.value.trim() })}
      />
    </label>
    <label>
      {m().fields.site}
      <select id="people-site" value={filter.value.site} onChange={(event) => choose({ site: event.currentTarget.value })}>
        <option value="">{m().everySite}</option>
        {all('site').map((site) => (
          <option key={site.id} value={site.id} selected={site.id === filter.value.site}>
            {pick(site.name)}
          </option>
        ))}
      </select>
    </label>
    <label>
      {m().fields.roles}
      <select id="people-role" value={filter.value.role} onChange={(event) => choose({ role: event.currentTarget.value as Role | '' })}>
        <option value="">{m().everyRole}</option>
        {ROLES.map((role) => (
          <option key={role} value={role} selected={role === filter.value.role}>
            {m().roles[role]}
          </option>
        ))}
      </select>
    </label>
  </form>
);

function Person({ person }: { person: PersonListed }): JSX.Element {
  const called = person.name ?? person.person;
  const more = [
    person.groups && person.groups.length > 0 && `${m().fields.groups}: ${person.groups.join(', ')}`,
    person.weight !== undefined && person.weight > 1 && `${m().fields.weight}: ${person.weight}`,
  ].filter(Boolean);
  return (
    <tr data-person={person.person} data-present={person.present}>
      <td>
        <label class="tick">
          <input
            type="checkbox"
            aria-label={m().mark(called)}
            checked={marked.value.has(person.person)}
            onChange={(event) => mark(person, event.currentTarget.checked)}
          />
        </label>
      </td>
      <th scope="row" data-label={m().name}>
        <bdi>{person.name ?? <span class="muted">{m().noName}</span>}</bdi> <code>{person.person}</code>
      </th>
      <td data-label={m().fields.unit}>
        {person.unit !== undefined && <bdi>{person.unit}</bdi>}
        {more.length > 0 && <small> {more.join(' · ')}</small>}
      </td>
      <td data-label={m().fields.site}>{person.site === undefined ? '' : siteName(person.site)}</td>
      <td class="whole" data-label={m().fields.roles}>{person.roles.map((role) => m().roles[role]).join(', ')}</td>
      <td data-label={m().state}>
        {person.present ? m().isPresent : m().isAway} {person.signedIn && <small>{m().hasSignedIn}</small>}
      </td>
      <td class="row">
        <button type="button" data-action="person.check_in" disabled={!linked.value} aria-label={`${person.present ? m().checkOut : m().checkIn} ${called}`} onClick={() => void checkIn(person)}>
          {person.present ? m().checkOut : m().checkIn}
        </button>
        <button type="button" data-action="person.change-open" aria-label={`${m().changeDots} ${called}`} onClick={() => openPerson({ act: 'change', person })}>
          {m().changeDots}
        </button>
        <button type="button" class="quiet" data-action="person.remove-open" aria-label={`${m().removeDots} ${called}`} onClick={() => openPerson({ act: 'remove', person })}>
          {m().removeDots}
        </button>
      </td>
    </tr>
  );
}

function People(): JSX.Element {
  const page = shown.value;
  if (!page) return <p class="muted">{failed.value ? m().loadFailed : m().loading}</p>;
  if (page.people.length === 0) return <p class="empty">{m().noPeople}</p>;
  return (
    <>
      <table class="listing people" aria-label={m().sections.people} data-count={page.people.length}>
        <thead>
          <tr>
            <th scope="col">
              <span class="unseen">{m().markColumn}</span>
            </th>
            <th scope="col">{m().name}</th>
            <th scope="col">{m().fields.unit}</th>
            <th scope="col">{m().fields.site}</th>
            <th scope="col">{m().fields.roles}</th>
            <th scope="col">{m().state}</th>
            <th scope="col">
              <span class="unseen">{m().acts}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {page.people.map((person) => (
            <Person key={person.person} person={person} />
          ))}
        </tbody>
      </table>
      <Pages before={before.value.length} more={page.more} turn={turn} />
    </>
  );
}

const Marked = (): JSX.Element | null =>
  marked.value.size === 0 ? null : (
    <p class="row marked" data-marked={marked.value.size}>
      <b>{m().markedCount(number(marked.value.size))}</b>
      <button type="button" class="main" data-action="codes-of-marked" onClick={() => goTo('codes')}>
        {m().codesOfMarked}
      </button>
      <button type="button" data-action="unmark" onClick={() => (marked.value = new Map())}>
        {m().unmark}
      </button>
    </p>
  );

export function PeopleSection(): JSX.Element {
  useSignalEffect(look);
  return (
    <>
      <Heading name="people">
        <span class="row">
          <button type="button" data-action="people.by-number-open" aria-expanded={byNumber.value} onClick={() => (byNumber.value = !byNumber.value)}>
            {su().byNumber}
          </button>
          <button type="button" data-action="people.import-open" aria-expanded={importing.value} onClick={() => (importing.value = !importing.value)}>
            {m().importCsv}
          </button>
          <button type="button" class="main" data-action="person.add-open" onClick={() => openPerson({ act: 'add' })}>
            {m().newPerson}
          </button>
        </span>
      </Heading>
      {byNumber.value && <PeopleByNumber close={() => (byNumber.value = false)} />}
      <BatchState batch={peopleBatch} />
      {importing.value && <PeopleImport close={() => (importing.value = false)} />}
      <PersonForm close={closePerson} />
      <Moves allow={allowMove} />
      <Filters />
      <p class="trouble" role="alert">
        {trouble.value}
      </p>
      <Marked />
      <People />
    </>
  );
}
