import { signal } from '@preact/signals';
import { describe, expect, it, vi } from 'vitest';
import { fold } from '../../src/core/fold.ts';
import { planOpinions } from '../../src/core/opinions_import.ts';
import { planPeople } from '../../src/core/people_import.ts';
import type { PeoplePlan } from '../../src/core/people_import.ts';
import type { KnownPerson } from '../../src/core/roster.ts';
import { readTable } from '../../src/pages/admin/csv.ts';
import { createImporting } from '../../src/pages/admin/importing.ts';

const SITES = [
  { id: 'hall', name: { vi: 'Hội trường', en: 'Main hall' } },
  { id: 'dc07', name: { vi: 'Huyện Tương Dương', en: 'Tương Dương District' } },
];
const TOPICS = [{ id: 'economy', name: { vi: 'Phát triển kinh tế', en: 'Economic development' } }];

const plan = (text: string, known: KnownPerson[] = []): PeoplePlan => planPeople(readTable(text), SITES, known);
const faultsOf = ({ faults }: PeoplePlan): string[] => faults.map(({ line, field, reason, value }) => `${line} ${field} ${reason} ${value}`);
const wishesOf = ({ people }: PeoplePlan): string[] => people.map(({ act, wish }) => `${act} ${wish.person} ${wish.name ?? '-'}`);

/** As the hub would list them afterwards. */
const afterwards = ({ people }: PeoplePlan): KnownPerson[] => people.map(({ wish }) => ({ ...wish }));

describe('folding', () => {
  it('makes Vietnamese letters plain ones, đ too', () => {
    expect(fold('  Điểm   CẦU Tương Dương ')).toBe('diem cau tuong duong');
  });
});

describe('import of people', () => {
  it('knows columns by their Vietnamese or English names, in any order, and says which it leaves out', () => {
    const { columns, people, faults } = plan(
      'Ghi chú;HỌ VÀ TÊN (*);Diem cau;Đơn vị:;Vai trò;Mã số;Nhóm;Trọng số\nx;Trần Văn Ngọ;Tương Dương;Sở Y tế;;ngo;nu,tre;2\n;Lê Hà;huyện tương dương;;Trợ lý;ha;;',
    );
    expect(columns.ignored).toEqual(['Ghi chú']);
    expect(faults).toEqual([{ line: 2, field: 'site', reason: 'unknown_site', value: 'Tương Dương' }]);
    expect(people).toEqual([{ line: 3, act: 'add', wish: { person: 'ha', name: 'Lê Hà', site: 'dc07', roles: ['operator'] } }]);
    expect(plan('name,site,roles,id,groups,weight\nAn,Main hall,participant; responder,an,nu|tre,2\n').people[0]?.wish).toEqual({
      person: 'an', name: 'An', site: 'hall', roles: ['participant', 'responder'], groups: ['nu', 'tre'], weight: 2,
    });
  });

  it('names each fault with line, field and what stands there', () => {
    const text = [
      'id;name;site;roles;weight;groups',
      'a;An;dc99;;;',
      'b;Bình;hall;vua;;',
      'A;Cúc;hall;;;',
      'Đ;Dũng;hall;;;',
      `e;${'x'.repeat(101)};hall;;;`,
      'f;Phúc;hall;;0;',
      'g;Giang;hall;;;nữ',
      'h;Hà;;;;',
      'i;Yên;hall;display, chair;;',
      ';;hall;;;',
      'k;Khoa;hall;;;;extra',
      'l;Lan;hall;;;',
    ].join('\n');
    expect(faultsOf(plan(text))).toEqual([
      '2 site unknown_site dc99',
      '3 roles unknown_role vua',
      '4 person duplicate a (2)',
      '5 person bad_id Đ',
      `6 name too_long ${'x'.repeat(101)}`,
      '7 weight bad_number 0',
      '8 groups bad_id nữ',
      '9 site missing ',
      '10 roles role_alone display, chair',
      '11 name missing ',
      '12 row too_many_cells ',
    ]);
    expect(wishesOf(plan(text))).toEqual(['add l Lan']);
  });

  it('makes an id of site and number; without a number the next free one of the site', () => {
    expect(wishesOf(plan('STT;Họ tên;Điểm cầu\n7;An;dc07\n8;Bình;hall\n'))).toEqual(['add dc07-0007 An', 'add hall-0008 Bình']);
    const known: KnownPerson[] = [{ person: 'dc07-0041', site: 'dc07', roles: ['participant'] }];
    expect(wishesOf(plan('name,site\nAn,dc07\nBình,dc07\nCúc,hall\n', known))).toEqual(['add dc07-0042 An', 'add dc07-0043 Bình', 'add hall-0001 Cúc']);
  });

  it('finds a chair without a site only by an id', () => {
    expect(faultsOf(plan('name,roles\nAn,chair\n'))).toEqual(['2 person missing ']);
    expect(wishesOf(plan('id,name,roles\nan,An,chủ tọa\n'))).toEqual(['add an An']);
  });

  it('adds nobody twice when the same file is taken again, with ids or without', () => {
    for (const text of ['id,name,site\na,An,hall\nb,Bình,hall\n', 'name,unit,site\nAn,Sở Y tế,hall\nAn,Sở Y tế,hall\nBình,,dc07\n', 'no,name,site\n1,An,hall\n']) {
      const first = plan(text);
      expect(first.people.every(({ act }) => act === 'add')).toBe(true);
      const second = plan(text, afterwards(first));
      expect(second.people.map(({ act }) => act)).toEqual(first.people.map(() => 'same'));
      expect(second.people.map(({ wish }) => wish.person)).toEqual(first.people.map(({ wish }) => wish.person));
    }
  });

  it('adds only the new one when rows were put between others', () => {
    const known = afterwards(plan('name,site\nAn,hall\nBình,hall\n'));
    expect(wishesOf(plan('name,site\nAn,hall\nMới,hall\nBình,hall\n', known))).toEqual(['same hall-0001 An', 'add hall-0003 Mới', 'same hall-0002 Bình']);
  });

  it('says who would be changed: a blank cell asks for nothing', () => {
    const known: KnownPerson[] = [
      { person: 'hall-0001', site: 'hall', roles: ['participant'] },
      { person: 'b', name: 'Bình', unit: 'Sở Y tế', site: 'hall', roles: ['participant'], groups: ['nu'], weight: 3 },
    ];
    expect(wishesOf(plan('id,name,unit,site\nhall-0001,An,,hall\nb,Bình,,hall\n', known))).toEqual(['change hall-0001 An', 'same b Bình']);
  });
});

describe('import of opinions', () => {
  const TEXT = 'Ý kiến;Lĩnh vực;Đơn vị;Điểm cầu\nĐường xấu;Kinh tế;;\nCầu yếu;phat trien kinh te;Sở Giao thông;dc07\n;economy;;\nCầu yếu;economy;sở giao thông;dc07\nCầu yếu;;;\n';

  it('maps topic and site by name or id and names each fault', () => {
    const { opinions, faults } = planOpinions(readTable(TEXT), SITES, TOPICS, []);
    expect(faults.map(({ line, field, reason }) => `${line} ${field} ${reason}`)).toEqual(['2 topic unknown_topic', '4 text missing', '5 text duplicate']);
    expect(opinions.map(({ wish }) => wish)).toEqual([{ text: 'Cầu yếu', topic: 'economy', unit: 'Sở Giao thông', site: 'dc07' }, { text: 'Cầu yếu' }]);
  });

  it('adds no opinion twice when the same file is taken again', () => {
    const first = planOpinions(readTable(TEXT), SITES, TOPICS, []);
    const second = planOpinions(readTable(TEXT), SITES, TOPICS, first.opinions.map(({ wish }) => wish));
    expect(second.opinions.map(({ act }) => act)).toEqual(['same', 'same']);
  });

  it('counts what a reader takes for letters', () => {
    const rows = `text\n${'ẫ'.normalize('NFD').repeat(300)}\n${'ẫ'.repeat(301)}\n`;
    expect(planOpinions(readTable(rows), SITES, TOPICS, []).faults.map(({ line, reason }) => `${line} ${reason}`)).toEqual(['3 too_long']);
  });
});

describe('the preview', () => {
  it('is judged anew when a site it names is added meanwhile, and no more once the import has begun', async () => {
    const sites = signal<typeof SITES>([]);
    let judged = 0;
    const importing = createImporting({
      name: 'people',
    how: () => '',
      needed: ['name'],
      fields: ['name'],
      example: () => [],
      basis: () => JSON.stringify(sites.value),
      async plan(table) {
        judged += 1;
        const { columns, people, faults } = planPeople(table, sites.value, []);
        return { columns, planned: people, faults };
      },
      label: () => '',
      send: () => new Promise(() => undefined),
      sent: () => undefined,
    });
    await importing.takeText('id,name,site\nan,An,hall\n', 'a.csv');
    expect(importing.step.value).toMatchObject({ at: 'preview', plan: { faults: [{ reason: 'unknown_site' }] } });
    sites.value = SITES;
    await Promise.resolve();
    expect(importing.step.value).toMatchObject({ at: 'preview', plan: { faults: [], planned: [{ act: 'add' }] } });
    vi.stubGlobal('addEventListener', () => undefined);
    importing.begin(false);
    sites.value = [...SITES, { id: 'dc08', name: { vi: 'Kỳ Sơn', en: 'Kỳ Sơn' } }];
    expect(importing.step.value.at).toBe('sending');
    expect(judged).toBe(2);
  });
});
