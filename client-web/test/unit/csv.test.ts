import { describe, expect, it } from 'vitest';
import { readTable, textOfFile, writeCsv } from '../../src/pages/admin/csv.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a file of a spreadsheet', () => {
  it('is read as Excel in Vietnam writes it: byte order mark, semicolons, line ends of Windows', () => {
    const text = textOfFile(bytes('\ufeffHọ và tên;Điểm cầu\r\nTrần Văn Ngọ;dc07\r\n'));
    expect(readTable(text ?? '')).toEqual({ headers: ['Họ và tên', 'Điểm cầu'], rows: [{ line: 2, cells: ['Trần Văn Ngọ', 'dc07'] }] });
  });

  it('tells commas and tabs by itself, and obeys a line that says what separates', () => {
    expect(readTable('name,site\nAn,hall\n').rows[0]?.cells).toEqual(['An', 'hall']);
    expect(readTable('name\tsite\nAn\thall\n').rows[0]?.cells).toEqual(['An', 'hall']);
    expect(readTable('sep=;\r\nname;site\r\nAn, Bình;hall\r\n')).toEqual({ headers: ['name', 'site'], rows: [{ line: 3, cells: ['An, Bình', 'hall'] }] });
  });

  it('counts lines as an editor does: blank ones and those inside a cell too', () => {
    const { rows } = readTable('name,unit\n\n"An","một\nhai"\n,\n"Bình",x');
    expect(rows).toEqual([
      { line: 3, cells: ['An', 'một\nhai'] },
      { line: 6, cells: ['Bình', 'x'] },
    ]);
  });

  it('takes what Excel calls Unicode text, and refuses another encoding rather than guess', () => {
    const wide = new Uint8Array([0xff, 0xfe, ...[...'a\tb\n1\t2'].flatMap((letter) => [letter.charCodeAt(0), 0])]);
    expect(readTable(textOfFile(wide) ?? '').rows).toEqual([{ line: 2, cells: ['1', '2'] }]);
    expect(textOfFile(new Uint8Array([0x48, 0xf5, 0x20]))).toBeNull();
  });

  it('may have one column only, or nothing', () => {
    expect(readTable('Ý kiến\nĐường xấu, cầu yếu\n')).toEqual({ headers: ['Ý kiến'], rows: [{ line: 2, cells: ['Đường xấu, cầu yếu'] }] });
    expect(readTable('')).toEqual({ headers: [], rows: [] });
  });

  it('is written so that no cell is a formula', () => {
    expect(writeCsv([['a', '=1+1'], ['"x"', '']])).toBe('\ufeff"a","\'=1+1"\r\n"""x""",""\r\n');
  });
});
