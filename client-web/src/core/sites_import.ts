// A table of sites, or a number of them, becomes wishes `site.add`: every bad row named, nothing added twice. Pure.
import { fold } from './fold.ts';
import { siteAddress } from './site_address.ts';
import { findColumns, ID, isBlank, RowReader } from './table.ts';
import type { Columns, RowFault, Table } from './table.ts';
import type { SiteRow, Texts } from './types.gen.ts';

export const SITE_COLUMNS = {
  site: ['id', 'code', 'site id', 'mã', 'mã điểm cầu', 'mã số'],
  name: ['vietnamese name', 'tên', 'tên điểm cầu', 'điểm cầu', 'tên tiếng việt'],
  english: ['name en', 'english name', 'tên tiếng anh', 'tiếng anh'],
  siteKind: ['kind', 'type', 'loại', 'loại điểm cầu', 'hình thức'],
  address: ['url', 'site address', 'address of its machine', 'địa chỉ', 'địa chỉ máy trạm', 'địa chỉ điểm cầu'],
} as const;

export type SiteField = keyof typeof SITE_COLUMNS;
export type SiteKind = SiteRow['siteKind'];
export type KnownSite = Pick<SiteRow, 'id' | 'name' | 'siteKind' | 'rev' | 'address'>;

export interface SiteWish {
  readonly site: string;
  readonly name: Texts;
  readonly siteKind: SiteKind;
  readonly address?: string;
}

/** change: there, but the table gives it another name or address; rev is that of its row. */
export interface PlannedSite {
  readonly line: number;
  readonly act: 'add' | 'change' | 'same';
  readonly wish: SiteWish;
  readonly rev: number;
}

export interface SitesPlan {
  readonly columns: Columns<SiteField>;
  readonly sites: readonly PlannedSite[];
  readonly faults: readonly RowFault[];
}

export const SITES_MOST = 256;
const SITE_ID_LETTERS = 32;
const NAME_LETTERS = 200;
/** Messages call their ends so. */
const NO_SITES: readonly string[] = ['desk', 'chair'];

const KINDS: Readonly<Record<SiteKind, readonly string[]>> = {
  hall: ['hội trường', 'hội trường chính', 'main hall', 'main'],
  remote: ['từ xa', 'điểm cầu', 'trực tuyến', 'online'],
};
const KIND_OF = new Map<string, SiteKind>((Object.keys(KINDS) as SiteKind[]).flatMap((kind) => [kind, ...KINDS[kind]].map((word): [string, SiteKind] => [fold(word), kind])));

/** Ids in a row: dc01, dc02 … past those that are taken. */
export function numberedIds(prefix: string, taken: Iterable<string>): () => string {
  const used = new Set(taken);
  let last = 0;
  return () => {
    for (;;) {
      last += 1;
      const id = `${prefix}${String(last).padStart(2, '0')}`;
      if (used.has(id)) continue;
      used.add(id);
      return id;
    }
  };
}

const sameName = (a: Texts, b: Texts): boolean => a.vi === b.vi && (a.en ?? '') === (b.en ?? '');

function kindOf(reader: RowReader<SiteField>, id: string): SiteKind {
  const words = reader.cell('siteKind');
  const kind = KIND_OF.get(fold(words));
  if (words !== '' && kind === undefined) reader.refuse('siteKind', 'unknown_kind');
  return kind ?? (id === 'hall' ? 'hall' : 'remote');
}

/** One that a row before has is refused; a blank cell takes none away. */
function addressOf(reader: RowReader<SiteField>, lineOf: Map<string, number>): string | undefined {
  const typed = reader.cell('address');
  if (typed === '') return undefined;
  const address = siteAddress(typed);
  if (address === null) {
    reader.refuse('address', 'bad_address');
    return undefined;
  }
  const before = lineOf.get(address);
  if (before !== undefined) reader.refuse('address', 'duplicate', `${address} (${before})`);
  else lineOf.set(address, reader.line);
  return address;
}

export function planSites(table: Table, known: readonly KnownSite[]): SitesPlan {
  const columns = findColumns(table.headers, SITE_COLUMNS);
  const byId = new Map(known.map((site) => [site.id, site]));
  const byName = new Map(known.map((site) => [fold(site.name.vi), site]));
  const lineOf = new Map<string, number>();
  const lineOfAddress = new Map<string, number>();
  const readings = table.rows.filter((row) => !isBlank(row)).map((row) => {
    const reader = new RowReader(row, columns);
    if (row.cells.slice(table.headers.length).some((cell) => cell.trim() !== '')) reader.refuse('row', 'too_many_cells');
    const id = reader.cell('site').toLowerCase();
    const vi = reader.text('name', NAME_LETTERS);
    const en = reader.text('english', NAME_LETTERS);
    if (vi === '') reader.refuse('name', 'missing');
    if (id !== '' && (!ID.test(id) || id.length > SITE_ID_LETTERS || NO_SITES.includes(id))) reader.refuse('site', 'bad_id');
    const what = id || fold(vi);
    const before = lineOf.get(what);
    if (what !== '' && before !== undefined) reader.refuse(id ? 'site' : 'name', 'duplicate', `${id || vi} (${before})`);
    else lineOf.set(what, reader.line);
    return { reader, id, name: { vi, ...(en ? { en } : {}) }, siteKind: kindOf(reader, id), address: addressOf(reader, lineOfAddress) };
  });
  const nextId = numberedIds('dc', [...byId.keys(), ...readings.map(({ id }) => id)]);
  const hallIsFree = !byId.has('hall') && !readings.some(({ id }) => id === 'hall');
  let firstHall = hallIsFree;
  const sites: PlannedSite[] = [];
  for (const { reader, id, name, siteKind, address } of readings) {
    if (reader.faults.length > 0) continue;
    const found = id ? byId.get(id) : byName.get(fold(name.vi));
    const owner = address === undefined ? undefined : known.find((site) => site.address === address);
    if (owner && owner !== found) {
      reader.refuse('address', 'address_taken');
      continue;
    }
    const made = (): string => {
      if (siteKind !== 'hall' || !firstHall) return nextId();
      firstHall = false;
      return 'hall';
    };
    const site = found?.id ?? (id || made());
    const isSame = found && name.vi === found.name.vi && (name.en === undefined || sameName(name, found.name)) && (address === undefined || address === found.address);
    sites.push({ line: reader.line, act: !found ? 'add' : isSame ? 'same' : 'change', wish: { site, name, siteKind, ...(address === undefined ? {} : { address }) }, rev: found?.rev ?? 0 });
  }
  return { columns, sites, faults: readings.flatMap(({ reader }) => reader.faults) };
}

export interface SitesByNumber {
  readonly count: number;
  readonly withHall: boolean;
  readonly vi: string;
  readonly en: string;
}

/** "33 sites": dc01 … dc33, "Điểm cầu 1" … "Điểm cầu 33", and the hall in front when it is wanted. */
export function sitesByNumber({ count, withHall, vi, en }: SitesByNumber, taken: readonly string[]): SiteWish[] {
  const nextId = numberedIds('dc', taken);
  const hall: SiteWish[] = withHall && !taken.includes('hall') ? [{ site: 'hall', name: { vi: 'Hội trường chính', en: 'Main hall' }, siteKind: 'hall' }] : [];
  return [
    ...hall,
    ...Array.from({ length: count }, (): SiteWish => {
      const site = nextId();
      const number = String(Number(site.slice('dc'.length)));
      return { site, name: { vi: `${vi} ${number}`, ...(en ? { en: `${en} ${number}` } : {}) }, siteKind: 'remote' };
    }),
  ];
}
