import { describe, expect, it } from 'vitest';
import { isPublicAddress, readiness } from '../../src/core/readiness.ts';
import type { ReadinessFacts } from '../../src/core/readiness.ts';

const site = (id: string, people = 5): ReadinessFacts['sites'][number] => ({ id, name: { vi: id }, people });

const READY: ReadinessFacts = {
  origin: 'https://vote.example.vn',
  sites: [site('hall'), site('dc01')],
  topics: 1,
  items: 3,
  staff: [
    { person: 'm1', roles: ['moderator'], signedIn: true },
    { person: 'm2', roles: ['moderator'], signedIn: true },
    { person: 'chair', roles: ['chair'], signedIn: true },
    { person: 'o1', roles: ['operator'], site: 'hall', signedIn: true },
    { person: 'o2', roles: ['operator'], site: 'dc01', signedIn: true },
    { person: 'tv', roles: ['display'], site: 'hall', signedIn: true },
  ],
  participants: 10,
  signedIn: 10,
  hub: { withoutCode: 0, withoutPassword: 0, certificateSeconds: 60 * 86400, certificateTrusted: true, diskFreeBytes: 4e9, backupSeconds: 600, connectionsMost: 8000 },
  links: 1,
  cutSites: [],
  wrongClocks: [],
  withoutAddress: [],
  emptyConsoles: [],
  unchecked: [],
  darkDisplays: [],
  polls: 1,
  pollsOfNobody: [],
};

const hub = (change: Partial<NonNullable<ReadinessFacts['hub']>>): Partial<ReadinessFacts> => ({ hub: { ...READY.hub!, ...change } });

const lacking = (change: Partial<ReadinessFacts>): string[] =>
  readiness({ ...READY, ...change })
    .filter(({ ready }) => !ready)
    .map(({ point, about, count }) => `${point} ${count} ${about.map((one) => (typeof one === 'string' ? one : one.vi)).join()}`.trim());

describe('readiness', () => {
  it('lacks nothing when everything is there', () => {
    expect(lacking({})).toEqual([]);
  });

  it('names the sites without an operator and those without people', () => {
    expect(lacking({ sites: [site('hall'), site('dc01'), site('dc02', 0)] })).toEqual(['operator 1 dc02', 'people 1 dc02']);
  });

  it('misses a chair, a display, a moderator, an agenda', () => {
    expect(lacking({ items: 0, staff: READY.staff.filter(({ roles }) => roles.includes('operator')) })).toEqual([
      'agenda 0', 'moderator 0', 'chair 0', 'display 0', 'second_moderator 0',
    ]);
  });

  it('counts who has not signed in, and names the staff among them', () => {
    expect(lacking({ signedIn: 4, staff: READY.staff.map((one) => (one.person === 'chair' ? { ...one, name: 'Chủ trì', signedIn: false } : one)) })).toEqual([
      'staff_signed_in 1 Chủ trì', 'signed_in 6',
    ]);
  });

  it('says what the hub lacks: credentials, certificate, room, connections, a backup', () => {
    expect(lacking(hub({ withoutCode: 7, withoutPassword: 2 }))).toEqual(['passwords 2', 'codes 7']);
    expect(lacking(hub({ certificateSeconds: 13.5 * 86400, certificateTrusted: false }))).toEqual(['certificate 13', 'trusted 0']);
    expect(lacking(hub({ diskFreeBytes: 700 * 1024 * 1024, connectionsMost: 200, backupSeconds: -1 }))).toEqual(['connections 200', 'disk 700', 'backup 0']);
    expect(lacking(hub({ backupSeconds: 50 * 3600 }))).toEqual(['backup 50']);
    expect(lacking({ hub: null })).toEqual([]);
  });

  it('takes little room for a fault that stops everything, less than usual for a warning', () => {
    const weight = (diskFreeBytes: number): string | undefined => readiness({ ...READY, ...hub({ diskFreeBytes }) }).find(({ point }) => point === 'disk')?.weight;
    expect([weight(100 * 1024 * 1024), weight(1024 ** 3)]).toEqual(['must', 'should']);
  });

  it('names sites that are cut off, clocks, machines without an address, empty consoles, checks that are lacking, dark displays, polls of nobody', () => {
    expect(lacking({ cutSites: [{ vi: 'A' }], wrongClocks: [{ vi: 'B' }], withoutAddress: [{ vi: 'M' }], emptyConsoles: [{ vi: 'C' }, { vi: 'D' }], unchecked: ['E: chưa kiểm tra'], darkDisplays: ['tv'], polls: 1, pollsOfNobody: [{ vi: 'P' }] })).toEqual([
      'links 1 A', 'clocks 1 B', 'addresses 1 M', 'consoles 2 C,D', 'check_ins 1 E: chưa kiểm tra', 'dark_displays 1 tv', 'polls_of_nobody 1 P',
    ]);
  });

  it('says nothing of what there is none of', () => {
    const points = readiness({ ...READY, sites: [], staff: [], participants: 0, signedIn: 0, links: 0, polls: 0, hub: { ...READY.hub!, withoutCode: 0 } }).map(({ point }) => point);
    expect(points.filter((point) => ['operator', 'people', 'links', 'clocks', 'addresses', 'consoles', 'check_ins', 'dark_displays', 'polls_of_nobody', 'signed_in', 'codes'].includes(point))).toEqual([]);
  });

  it('asks for an address that phones of the public reach', () => {
    expect(['https://vote.example.vn:8443', 'https://a-b.vn'].every(isPublicAddress)).toBe(true);
    expect(['https://localhost:8443', 'https://192.0.2.10', 'https://[::1]:8443', 'https://hub', 'https://hub.local'].some(isPublicAddress)).toBe(false);
  });
});
