import type { Messages } from './sure.vi.ts';

const cards = (count: string): string => (count === '1' ? '1 card' : `${count} cards`);
const people = (count: string): string => (count === '1' ? '1 person' : `${count} people`);

export const en: Messages = {
  sure: 'I am sure',
  remove: (who) => `Remove ${who}`,
  revoke: (who) => `Revoke ${who}`,
  renew: (who) => `Reissue for ${who}`,
  codes: (whom) => `Make new codes for ${whom}`,
  people,
  ofGroup: (group, count) => `${group}: ${people(count)}`,
  certificates: (site) => `Revoke the certificates of ${site}`,
  certificatesOpen: 'Revoke old certificates…',
  importBoth: (add, change) => `Add ${add}, change ${change} existing`,
  notKept: (count) => `${cards(count)} neither printed nor downloaded. Once cleared, new codes have to be made.`,
  forget: (count) => `Clear ${cards(count)} from the screen`,
};
