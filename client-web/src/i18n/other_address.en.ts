import type { Messages } from './other_address.vi.ts';

export const en: Messages = {
  notKnown: (address) => `The hub takes no page that is opened at ${address}`,
  openAnother: (address) => `Open the page at the conference's address. If this one is right, whoever installed the hub adds it when starting it: --address ${address}`,
};
