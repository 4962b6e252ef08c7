import type { Messages } from './cards.vi.ts';

export const en: Messages = {
  account: 'User name',
  code: 'Scan with the camera of your phone, or open the address above and type the 12 digits.',
  password: 'Open the address above, type the name and the password.',
  display: 'Open this QR code on the device of the display.',
};
