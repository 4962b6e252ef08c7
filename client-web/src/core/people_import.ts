// A table of people becomes wishes `person.add`: every bad row named, nobody added twice. Pure.
import { fold } from './fold.ts';
import { finderOf, findColumns, ID, isBlank, RowReader } from './table.ts';
import type { Columns, Named, RowFault, Table } from './table.ts';
import type { KnownPerson, PersonWish, Role } from './roster.ts';
import { GROUPS_MOST, NAME_GRAPHEMES, UNIT_GRAPHEMES, WEIGHT_MOST } from './roster.ts';

export const PERSON_COLUMNS = {
  person: ['id', 'code', 'person id', 'mã', 'mã số', 'mã đại biểu', 'mã người dự'],
  name: ['full name', 'họ tên', 'họ và tên', 'tên', 'tên đại biểu', 'đại biểu'],
  unit: ['organisation', 'organization', 'agency', 'đơn vị', 'cơ quan', 'đơn vị công tác', 'cơ quan đơn vị', 'chức vụ đơn vị'],
  site: ['site id', 'connection point', 'điểm cầu', 'mã điểm cầu', 'tên điểm cầu', 'điểm'],
  roles: ['role', 'vai trò', 'quyền', 'nhiệm vụ'],
  weight: ['votes', 'trọng số', 'số phiếu'],
  groups: ['group', 'nhóm', 'tổ', 'đoàn'],
  number: ['no', 'seat', 'stt', 'tt', 'số', 'số thứ tự', 'số thẻ'],
} as const;

export type PersonField = keyof typeof PERSON_COLUMNS;

const ROLE_WORDS: Readonly<Record<Role, readonly string[]>> = {
  admin: ['quản trị', 'quản trị viên', 'administrator'],
  moderator: ['điều phối', 'điều phối viên', 'người điều phối'],
  chair: ['chủ tọa', 'chủ toạ', 'chủ trì', 'chairperson'],
  operator: ['trợ lý', 'trợ lý điểm cầu', 'phụ trách điểm cầu', 'vận hành', 'site operator'],
  participant: ['đại biểu', 'người dự', 'người tham dự', 'delegate'],
  responder: ['người trả lời', 'trả lời'],
  display: ['màn hình', 'screen'],
};

const ROLES = new Map<string, Role>(
  (Object.keys(ROLE_WORDS) as Role[]).flatMap((role) => [role, ...ROLE_WORDS[role]].map((word): [string, Role] => [fold(word), role])),
);

/** add: new. change: there, but the table says more or otherwise. same: there already. */
export interface PlannedPerson {
  readonly line: number;
  readonly act: 'add' | 'change' | 'same';
  readonly wish: PersonWish;
  /** Of a change: it is one of roles, too. */
  readonly otherRoles?: true;
}

export interface PeoplePlan {
  readonly columns: Columns<PersonField>;
  readonly people: readonly PlannedPerson[];
  readonly faults: readonly RowFault[];
}

interface Reading {
  readonly reader: RowReader<PersonField>;
  readonly wish: Omit<PersonWish, 'person'> & { person?: string };
}

function readRoles(reader: RowReader<PersonField>): Role[] {
  const words = reader.cell('roles').split(/[,;|/+]/).map((word) => word.trim()).filter(Boolean);
  const roles = new Set<Role>();
  for (const word of words) {
    const role = ROLES.get(fold(word));
    if (role) roles.add(role);
    else reader.refuse('roles', 'unknown_role', word);
  }
  if (roles.has('display') && roles.size > 1) reader.refuse('roles', 'role_alone');
  return roles.size > 0 ? [...roles] : ['participant'];
}

function readGroups(reader: RowReader<PersonField>): string[] {
  const groups = [...new Set(reader.cell('groups').split(/[,;|/]/).map((group) => group.trim().toLowerCase()).filter(Boolean))];
  for (const group of groups) if (!ID.test(group)) reader.refuse('groups', 'bad_id', group);
  if (groups.length > GROUPS_MOST) reader.refuse('groups', 'too_many');
  return groups;
}

/** Ids that the hub makes are SITE-NUMBER, four digits at least. */
export const personId = (site: string, number: number): string => `${site}-${String(number).padStart(4, '0')}`;

function read(reader: RowReader<PersonField>, siteOf: (words: string) => string | undefined): Reading {
  const siteWords = reader.cell('site');
  const site = siteWords === '' ? undefined : siteOf(siteWords);
  if (siteWords !== '' && site === undefined) reader.refuse('site', 'unknown_site');
  const roles = readRoles(reader);
  if (siteWords === '' && roles.some((role) => role === 'participant' || role === 'operator')) reader.refuse('site', 'missing');
  const name = reader.text('name', NAME_GRAPHEMES);
  const unit = reader.text('unit', UNIT_GRAPHEMES);
  const weight = reader.whole('weight', 1, WEIGHT_MOST);
  const groups = readGroups(reader);
  const number = reader.whole('number', 1, 999999);
  const written = reader.cell('person').toLowerCase();
  if (written !== '' && !ID.test(written)) reader.refuse('person', 'bad_id');
  const person = written || (site !== undefined && number !== undefined ? personId(site, number) : '');
  if (name === '' && person === '') reader.refuse('name', 'missing');
  if (person === '' && site === undefined && siteWords === '' && reader.faults.length === 0) reader.refuse('person', 'missing');
  return {
    reader,
    wish: {
      ...(person ? { person } : {}),
      ...(name ? { name } : {}),
      ...(unit ? { unit } : {}),
      ...(site === undefined ? {} : { site }),
      roles,
      ...(weight === undefined ? {} : { weight }),
      ...(groups.length > 0 ? { groups } : {}),
    },
  };
}

const sameWords = (a: readonly string[] = [], b: readonly string[] = []): boolean => [...a].sort().join(' ') === [...b].sort().join(' ');

/** What a table leaves blank does not ask for a change. */
function differs(wish: PersonWish, known: KnownPerson): boolean {
  return (
    (wish.name !== undefined && wish.name !== known.name) ||
    (wish.unit !== undefined && wish.unit !== known.unit) ||
    (wish.site !== undefined && wish.site !== known.site) ||
    (wish.weight !== undefined && wish.weight !== (known.weight ?? 1)) ||
    (wish.groups !== undefined && !sameWords(wish.groups, known.groups)) ||
    !sameWords(wish.roles, known.roles)
  );
}

// Whoever has no id is known again by where they are, what they are called and whom they work for.
const likeness = (person: { site?: string; name?: string; unit?: string }): string =>
  [person.site ?? '', fold(person.name ?? ''), fold(person.unit ?? '')].join('\n');

/** Numbers for those who bring none: beyond the highest that the site has, here or in the table. */
function numbering(taken: Iterable<string>): (site: string) => string {
  const highest = new Map<string, number>();
  for (const id of taken) {
    const found = /^(.+)-(\d{1,9})$/.exec(id);
    if (found?.[1]) highest.set(found[1], Math.max(highest.get(found[1]) ?? 0, Number(found[2])));
  }
  return (site) => {
    const next = (highest.get(site) ?? 0) + 1;
    highest.set(site, next);
    return personId(site, next);
  };
}

export function planPeople(table: Table, sites: readonly Named[], known: readonly KnownPerson[]): PeoplePlan {
  const columns = findColumns(table.headers, PERSON_COLUMNS);
  const siteOf = finderOf(sites);
  const byId = new Map(known.map((person) => [person.person, person]));
  const alike = new Map<string, KnownPerson[]>();
  for (const person of known) alike.set(likeness(person), [...(alike.get(likeness(person)) ?? []), person]);
  const readings = table.rows.filter((row) => !isBlank(row)).map((row) => {
    const reader = new RowReader(row, columns);
    if (row.cells.slice(table.headers.length).some((cell) => cell.trim() !== '')) reader.refuse('row', 'too_many_cells');
    return read(reader, siteOf);
  });
  const lineOfId = new Map<string, number>();
  for (const { reader, wish } of readings) {
    if (wish.person === undefined) continue;
    const before = lineOfId.get(wish.person);
    if (before === undefined) lineOfId.set(wish.person, reader.line);
    else reader.refuse('person', 'duplicate', `${wish.person} (${before})`);
  }
  const nextId = numbering([...byId.keys(), ...lineOfId.keys()]);
  const people: PlannedPerson[] = [];
  for (const { reader, wish } of readings) {
    if (reader.faults.length > 0) continue;
    const found = wish.person === undefined ? takeAlike(alike, lineOfId, wish) : byId.get(wish.person);
    const person = found?.person ?? wish.person ?? nextId(wish.site ?? '');
    const whole: PersonWish = { ...wish, person };
    const otherRoles = found && !sameWords(whole.roles, found.roles) ? { otherRoles: true as const } : {};
    people.push({ line: reader.line, act: !found ? 'add' : differs(whole, found) ? 'change' : 'same', wish: whole, ...otherRoles });
  }
  return { columns, people, faults: readings.flatMap(({ reader }) => reader.faults) };
}

// Two of the same name are two people: each row takes one of them. Whoever the table names by id is not taken.
function takeAlike(alike: Map<string, KnownPerson[]>, named: ReadonlyMap<string, number>, wish: Reading['wish']): KnownPerson | undefined {
  const candidates = alike.get(likeness(wish)) ?? [];
  const place = candidates.findIndex(({ person }) => !named.has(person));
  return place < 0 ? undefined : candidates.splice(place, 1)[0];
}
