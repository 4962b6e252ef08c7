// Files of spreadsheets: bytes to a table, and rows back to a file that a spreadsheet opens as it should.
import Papa from 'papaparse';
import type { Table, TableRow } from '../../core/table.ts';

export const FILE_BYTES = 8 * 1024 * 1024;
export const ROWS_MOST = 20000;

/** Null where it is neither UTF-8 nor what Excel calls Unicode text. */
export function textOfFile(bytes: Uint8Array): string | null {
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(isWide ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

// Some spreadsheets say in a line of its own what separates the cells.
const SEPARATOR_LINE = /^sep=(.)\r?\n/i;
const SEPARATORS = [';', '\t', ',', '|'];
const NONE = '\u001f';

// The headers decide: texts below are full of commas. Without any there is one column, and commas are commas.
function separatorOf(body: string): string {
  const headers = /^\s*(.*)/.exec(body)?.[1]?.replace(/"[^"]*"/g, '') ?? '';
  const count = (separator: string): number => headers.split(separator).length - 1;
  const best = SEPARATORS.reduce((a, b) => (count(b) > count(a) ? b : a));
  return count(best) > 0 ? best : NONE;
}

/** The first line that is not blank has the headers. Semicolons, commas and tabs are told apart by the headers. */
export function readTable(text: string): Table {
  const whole = text.replace(/^\ufeff/, '');
  const said = SEPARATOR_LINE.exec(whole);
  const body = said ? whole.slice(said[0].length) : whole;
  let line = said ? 2 : 1;
  let from = 0;
  let headers: string[] | null = null;
  const rows: TableRow[] = [];
  Papa.parse<string[]>(body, {
    delimiter: said?.[1] ?? separatorOf(body),
    step({ data: cells, meta }, parser) {
      if (cells.every((cell) => cell.trim() === '')) cells = [];
      if (headers) rows.push({ line, cells });
      else if (cells.length > 0) headers = cells;
      // A cell may hold line breaks, so that rows are not lines.
      line += body.slice(from, meta.cursor).match(/\r\n|\n|\r/g)?.length ?? 0;
      from = meta.cursor;
      if (rows.length > ROWS_MOST) parser.abort();
    },
  });
  return { headers: headers ?? [], rows: rows.filter(({ cells }) => cells.length > 0) };
}

/** With a byte order mark, or Excel takes Vietnamese for something else; what looks like a formula is no formula. */
export const writeCsv = (rows: readonly (readonly string[])[]): string =>
  `\ufeff${Papa.unparse(rows as string[][], { quotes: true, newline: '\r\n', escapeFormulae: true })}\r\n`;

export function download(name: string, rows: readonly (readonly string[])[]): void {
  const url = URL.createObjectURL(new Blob([writeCsv(rows)], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads it after this turn.
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
