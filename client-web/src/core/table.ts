// A table somebody made in a spreadsheet: which column is which, and what is wrong in a row. Knows nothing of files.
import { fold } from './fold.ts';
import { graphemes, tidy } from './text.ts';
import type { Texts } from './types.gen.ts';

export interface TableRow {
  /** As a spreadsheet or editor counts them, the headers being line 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface Table {
  readonly headers: readonly string[];
  readonly rows: readonly TableRow[];
}

export type RowReason =
  | 'missing'
  | 'unknown_site'
  | 'unknown_topic'
  | 'unknown_role'
  | 'unknown_kind'
  | 'role_alone'
  | 'too_long'
  | 'bad_id'
  | 'bad_address'
  | 'address_taken'
  | 'bad_number'
  | 'too_many'
  | 'duplicate'
  | 'taken'
  | 'too_many_cells';

export interface RowFault {
  readonly line: number;
  /** Of the fields, or of the whole row. */
  readonly field: string;
  readonly reason: RowReason;
  /** What stands in the cell. */
  readonly value: string;
}

/** Names that a column may have, for each field; compared without case and diacritics. */
export type ColumnNames<F extends string> = Readonly<Record<F, readonly string[]>>;

export interface Columns<F extends string> {
  readonly places: Readonly<Partial<Record<F, number>>>;
  /** Headers that no field has: their cells are left out. */
  readonly ignored: readonly string[];
}

// A header may say more than its name: "Họ và tên (*)", "Mã:".
const headerWords = (header: string): string =>
  fold(header.replace(/\(.*?\)|\[.*?\]/g, ' '))
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

/** The first column of a name counts, later ones are ignored. */
export function findColumns<F extends string>(headers: readonly string[], names: ColumnNames<F>): Columns<F> {
  const fields = new Map<string, F>();
  for (const field of Object.keys(names) as F[]) for (const name of [field, ...names[field]]) fields.set(headerWords(name), field);
  const places: Partial<Record<F, number>> = {};
  const ignored: string[] = [];
  headers.forEach((header, place) => {
    const field = fields.get(headerWords(header));
    if (field !== undefined && places[field] === undefined) places[field] = place;
    else if (header.trim() !== '') ignored.push(header.trim());
  });
  return { places, ignored };
}

/** One row, read field by field; what is wrong is collected. */
export class RowReader<F extends string> {
  readonly faults: RowFault[] = [];
  readonly line: number;
  readonly #cells: readonly string[];
  readonly #places: Columns<F>['places'];

  constructor(row: TableRow, columns: Columns<F>) {
    this.line = row.line;
    this.#cells = row.cells;
    this.#places = columns.places;
  }

  cell(field: F): string {
    const place = this.#places[field];
    return place === undefined ? '' : tidy(this.#cells[place] ?? '');
  }

  refuse(field: F | 'row', reason: RowReason, value = field === 'row' ? '' : this.cell(field)): void {
    this.faults.push({ line: this.line, field, reason, value });
  }

  /** The cell, refused when it is longer than so many graphemes. */
  text(field: F, most: number): string {
    const text = this.cell(field);
    if (graphemes(text) > most) this.refuse(field, 'too_long');
    return text;
  }

  /** Blank is undefined. */
  whole(field: F, least: number, most: number): number | undefined {
    const text = this.cell(field);
    if (text === '') return undefined;
    const value = Number(text);
    if (/^\d{1,9}$/.test(text) && value >= least && value <= most) return value;
    this.refuse(field, 'bad_number');
    return undefined;
  }
}

export interface Named {
  readonly id: string;
  readonly name: Texts;
}

/** Finds sites and topics by id or by name in either language. */
export function finderOf(rows: readonly Named[]): (words: string) => string | undefined {
  const ids = new Map<string, string>();
  for (const { id, name } of rows) for (const word of [name.vi, name.en ?? name.vi]) if (!ids.has(fold(word))) ids.set(fold(word), id);
  for (const { id } of rows) ids.set(fold(id), id);
  return (words) => ids.get(fold(words));
}

export const ID = /^[a-z0-9_-]{1,40}$/;
export const SITE_ID = /^[a-z0-9_-]{1,32}$/;

/** A row with nothing in it is no row. */
export const isBlank = (row: TableRow): boolean => row.cells.every((cell) => cell.trim() === '');
