import type { Messages } from './hotkeys.vi.ts';

export const en: Messages = {
  title: 'Keys',
  close: 'Close',
  single: 'Use single keys (letters, digits, signs) on this device',
  where: 'The single keys of a list work only while the focus is in that list, and not in a field.',
  everywhere: 'Everywhere',
  help: 'Open this help',
  back: 'Close, go back',
  search: 'Search',
  before: 'Previous column or tab',
  after: 'Next column or tab',
  floor: 'Speaking',
  callNext: 'Call the next',
  pause: 'Pause the clock',
  extend: '30 seconds more',
  sites: 'Sites',
  board: 'Open the board of sites',
  boardClose: 'Close the board of sites',
};
