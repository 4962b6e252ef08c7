import type { Messages } from './sure.vi.ts';

const people = (count: string): string => (count === '1' ? '1 person' : `${count} people`);

export const en: Messages = {
  sure: 'I am sure',
  remove: (who) => `Remove ${who}`,
  revoke: (who) => `Revoke ${who}`,
  renew: (who) => `Make anew for ${who}`,
  codes: (whom) => `Make new codes for ${whom}`,
  people,
  ofGroup: (group, count) => `${group}: ${people(count)}`,
  certificates: (site) => `Revoke the certificates of ${site}`,
  certificatesOpen: 'Revoke old certificates…',
  importBoth: (add, change) => `Add ${add}, change ${change} that are there`,
  notKept: (count) => `${count} cards are neither printed nor downloaded. Once cleared, other codes have to be made.`,
  forget: (count) => `Clear ${count} cards from the screen`,
};
