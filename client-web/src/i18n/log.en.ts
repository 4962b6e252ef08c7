import type { Messages } from './log.vi.ts';

export const en: Messages = {
  levels: { debug: 'detail', info: 'info', warning: 'warning', error: 'error' },
  what: 'The last lines of the hub’s log, the newest first. No line holds a code or a password.',
  again: 'Fetch again',
  failed: 'The log could not be fetched: try again when connected.',
  onlyTrouble: 'Warnings and errors only',
  none: 'There are no lines.',
};
