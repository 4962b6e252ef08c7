import { describe, expect, it } from 'vitest';
import { accountForEachSite, accountId, nextStep, peopleByNumber, stepsDone } from '../../src/core/first_run.ts';
import type { StepFacts } from '../../src/core/first_run.ts';
import { planSites, sitesByNumber } from '../../src/core/sites_import.ts';
import type { KnownSite } from '../../src/core/sites_import.ts';

const EMPTY: StepFacts = { named: false, items: 0, topics: 0, sites: 0, moderators: 0, chairs: 0, participants: 0, withoutCredential: 0, lacking: 9 };
const DONE: StepFacts = { named: true, items: 3, topics: 1, sites: 34, moderators: 2, chairs: 1, participants: 5875, withoutCredential: 0, lacking: 0 };

describe('the steps of a first run', () => {
  it('begin with the title and end with the doors', () => {
    expect(nextStep(stepsDone(EMPTY))).toBe('conference');
    expect(nextStep(stepsDone({ ...DONE, chairs: 0 }))).toBe('roles');
    expect(nextStep(stepsDone({ ...DONE, withoutCredential: 3 }))).toBe('codes');
    expect(nextStep(stepsDone({ ...DONE, withoutCredential: null }))).toBe('codes');
    expect(nextStep(stepsDone(DONE))).toBe('doors');
  });
});

describe('sites by number', () => {
  it('are 33 and a hall, with two digits and both names', () => {
    const sites = sitesByNumber({ count: 33, withHall: true, vi: 'Điểm cầu', en: 'Site' }, []);
    expect(sites.length).toBe(34);
    expect(sites[0]).toEqual({ site: 'hall', name: { vi: 'Hội trường chính', en: 'Main hall' }, siteKind: 'hall' });
    expect(sites[33]).toEqual({ site: 'dc33', name: { vi: 'Điểm cầu 33', en: 'Site 33' }, siteKind: 'remote' });
  });

  it('go on past those that are there', () => {
    expect(sitesByNumber({ count: 2, withHall: true, vi: 'Điểm cầu', en: '' }, ['hall', 'dc01', 'dc03'])).toEqual([
      { site: 'dc02', name: { vi: 'Điểm cầu 2' }, siteKind: 'remote' },
      { site: 'dc04', name: { vi: 'Điểm cầu 4' }, siteKind: 'remote' },
    ]);
  });
});

const KNOWN: KnownSite[] = [{ id: 'dc01', name: { vi: 'Thành phố Vinh', en: 'Vinh City' }, siteKind: 'remote', rev: 4 }];

describe('a table of sites', () => {
  const plan = (headers: string[], ...rows: string[][]) => planSites({ headers, rows: rows.map((cells, index) => ({ line: index + 2, cells })) }, KNOWN);
  const told = (done: ReturnType<typeof plan>): string[] => done.sites.map(({ act, wish }) => `${act} ${wish.site} ${wish.name.vi} ${wish.siteKind}`);

  it('needs names alone: ids are made, the first hall is the hall', () => {
    expect(told(plan(['Tên điểm cầu', 'Loại'], ['Hội trường tỉnh', 'Hội trường'], ['Huyện Quế Phong', ''], ['thanh pho vinh', 'từ xa']))).toEqual([
      'add hall Hội trường tỉnh hall', 'add dc02 Huyện Quế Phong remote', 'change dc01 thanh pho vinh remote',
    ]);
  });

  it('knows who is there by id, and leaves a name in another language alone when it is blank', () => {
    const done = plan(['Mã', 'Tên', 'Tên tiếng Anh'], ['dc01', 'Thành phố Vinh', ''], ['dc02', 'Cửa Lò', 'Cửa Lò Town']);
    expect(told(done)).toEqual(['same dc01 Thành phố Vinh remote', 'add dc02 Cửa Lò remote']);
    expect(done.sites[0]?.rev).toBe(4);
  });

  it('may give addresses: what is typed is put right, a blank cell takes none away', () => {
    const done = planSites(
      { headers: ['Mã', 'Tên', 'Địa chỉ'], rows: [['dc01', 'Thành phố Vinh', ''], ['dc02', 'Cửa Lò', 'DC02.example.vn:8443/'], ['dc03', 'Nam Đàn', 'https://dc03.example.vn:443']].map((cells, index) => ({ line: index + 2, cells })) },
      [{ ...KNOWN[0]!, address: 'https://dc01.example.vn' }, { id: 'dc02', name: { vi: 'Cửa Lò' }, siteKind: 'remote', rev: 1 }],
    );
    expect(done.sites.map(({ act, wish }) => [act, wish.site, wish.address])).toEqual([['same', 'dc01', undefined], ['change', 'dc02', 'https://dc02.example.vn:8443'], ['add', 'dc03', 'https://dc03.example.vn']]);
  });

  it('refuses what is no address, and one that two would have', () => {
    const done = planSites(
      { headers: ['id', 'name', 'address'], rows: [['dc05', 'Năm', 'http://dc05.example.vn'], ['dc06', 'Sáu', 'dc06.example.vn'], ['dc07', 'Bảy', 'https://dc06.example.vn/'], ['dc08', 'Tám', 'https://dc01.example.vn']].map((cells, index) => ({ line: index + 2, cells })) },
      [{ ...KNOWN[0]!, address: 'https://dc01.example.vn' }],
    );
    expect(done.faults.map(({ line, field, reason }) => `${line} ${field} ${reason}`)).toEqual(['2 address bad_address', '4 address duplicate', '5 address address_taken']);
    expect(done.sites.map(({ wish }) => wish.site)).toEqual(['dc06']);
  });

  it('names every bad row', () => {
    const { faults, sites } = plan(['Mã', 'Tên', 'Loại'], ['desk', 'Bàn', ''], ['dc05', '', ''], ['dc06', 'Sáu', 'tàu'], ['dc07', 'Bảy', ''], ['dc07', 'Lại bảy', ''], ['Điểm 8', 'Tám', '']);
    expect(faults.map(({ line, field, reason }) => `${line} ${field} ${reason}`)).toEqual(['2 site bad_id', '3 name missing', '4 siteKind unknown_kind', '6 site duplicate', '7 site bad_id']);
    expect(sites.length).toBe(1);
  });
});

describe('people and accounts by number', () => {
  it('go on behind those who are there', () => {
    expect(peopleByNumber('dc01', 2, ['dc01-0001', 'dc01-0003']).map(({ person }) => person)).toEqual(['dc01-0002', 'dc01-0004']);
  });

  it('give each site that has none an operator', () => {
    const sites = [{ id: 'hall', name: { vi: 'Hội trường' } }, { id: 'dc01', name: { vi: 'Vinh' } }];
    expect(accountForEachSite('operator', sites, [{ person: 'x', roles: ['operator'], site: 'hall' }], ({ vi }) => `Trợ lý ${vi}`)).toEqual([
      { person: 'dc01-operator', name: 'Trợ lý Vinh', site: 'dc01', roles: ['operator'] },
    ]);
  });

  it('have ids of their own', () => {
    expect(accountId('moderator', '', [])).toBe('moderator');
    expect(accountId('moderator', '', ['moderator', 'moderator-2'])).toBe('moderator-3');
    expect(accountId('operator', 'dc07', ['operator'])).toBe('dc07-operator');
  });
});
