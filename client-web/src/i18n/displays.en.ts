import type { Messages } from './displays.vi.ts';

export const en: Messages = {
  standings: { confirmed: 'shown', behind: 'not shown yet', absent: 'not connected' },
  stages: 'Displays',
  main: 'Main screen',
  all: 'All, ending what is their own',
  follows: 'as the main screen',
  confirmed: (count, all) => `shown by ${count}/${all} displays`,
  behind: (who) => `Not shown yet: ${who}`,
  noDisplays: 'No display is connected.',
  onDisplay: (what) => `Showing: ${what}`,
  preview: (what) => `Preview, not shown yet: ${what}`,
  chooseView: 'View',
  which: 'Which',
  showMain: 'Show on the main screen',
  showAll: 'Show on all displays',
  showOn: (display) => `Show on ${display}`,
  cancel: 'Cancel',
  nothingToShow: 'There is nothing of this to show yet.',
  minutes: (count) => `${count} min`,
  noItems: 'There are no items yet.',
  nowOn: 'Now',
};
