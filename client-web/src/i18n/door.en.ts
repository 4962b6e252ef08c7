import type { Messages } from './door.vi.ts';

export const en: Messages = {
  card: 'User name, password and the address of this page are on the card that the conference’s administrator gave you.',
  lost: 'Card or password lost? An administrator makes new ones (Administration › Staff and roles).',
  lostAdmin: 'Password lost? Another administrator makes a new one under Staff and roles. Nobody left: lamrelay codes, on the server.',
  device: 'The site’s display opens by the link or QR code on its own card; an administrator replaces that too.',
  delegate: 'A card with 12 digits is a delegate’s:',
  toDelegates: 'open the delegates’ page',
  yours: 'Open your page',
};
