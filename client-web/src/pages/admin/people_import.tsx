import type { JSX } from 'preact';
import { PERSON_COLUMNS, planPeople } from '../../core/people_import.ts';
import type { PlannedPerson } from '../../core/people_import.ts';
import { finderOf, findColumns } from '../../core/table.ts';
import type { PersonListed } from '../../core/types.gen.ts';
import { all } from '../../ui/hub.ts';
import { Importer } from './importer.tsx';
import { createImporting } from './importing.ts';
import type { ImportKind } from './importing.ts';
import { listPeople, peopleChanged, send } from './wire.ts';
import { m } from './words.ts';

const FIELDS = ['number', 'person', 'name', 'unit', 'site', 'roles', 'groups', 'weight'] as const;

const kind: ImportKind<PlannedPerson> = {
  name: 'people',
  how: () => m().importPeopleHow,
  needed: ['name', 'person', 'number'],
  fields: FIELDS,
  example() {
    const site = all('site')[0]?.id ?? 'hall';
    return [FIELDS.map((field) => m().fields[field]), ...m().examplePeople.map((row) => row.map((cell) => (cell === 'SITE' ? site : cell)))];
  },
  basis: () => JSON.stringify(all('site').map(({ id, name }) => [id, name])),
  async plan(table, heard) {
    const { places } = findColumns(table.headers, PERSON_COLUMNS);
    // Ids are of the whole conference, so that those written in the table are looked for everywhere; else the sites named are enough.
    const siteOf = finderOf(all('site'));
    const named = new Set(table.rows.map(({ cells }) => siteOf(cells[places.site ?? -1] ?? '')).filter((site) => site !== undefined));
    const known: PersonListed[] = [];
    if (places.person !== undefined) known.push(...(await listPeople({}, heard)));
    else for (const site of named) known.push(...(await listPeople({ site }, (count) => heard(known.length + count))));
    const { columns, people, faults } = planPeople(table, all('site'), known);
    return { columns, planned: people, faults };
  },
  label: ({ wish }) => [wish.person, wish.name].filter(Boolean).join(' '),
  send({ act, wish, otherRoles }, key) {
    const { roles: _, ...rest } = wish;
    // Other roles take the password of whoever gives them: one by one, not by a file.
    return act === 'add' ? send('person.add', wish, key) : send('person.change', otherRoles ? wish : rest, key);
  },
  sent: () => (peopleChanged.value += 1),
};

const importing = createImporting(kind);

export const PeopleImport = ({ close }: { close: () => void }): JSX.Element => <Importer importing={importing} close={close} />;
