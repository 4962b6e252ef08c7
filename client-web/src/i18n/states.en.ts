import type { Messages } from './states.vi.ts';

export const en: Messages = {
  reconnecting: 'Reconnecting…',
  offline: 'No network – will send when it is back',
  unreached: 'Not reached yet – will send when connected',
  asOf: (time) => `as of ${time}`,
  newer: 'There is a new version of the page',
  reload: 'Reload',
  elsewhere: 'Open elsewhere',
  elsewhereWhy: 'This page was opened in another tab or on another device.',
  useHere: 'Use here',
  outdated: 'There is a new version of this page.',
  fault: 'Something on this page failed. What you have sent is kept.',
  faultCode: (code) => `Code for the helper: ${code}`,
};
