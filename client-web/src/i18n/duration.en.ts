import type { Messages } from './duration.vi.ts';

export const en: Messages = {
  duration: 'Time',
  minutes: 'min',
  seconds: 's',
  none: 'empty: no time limit',
  wrong: 'From 1 second to 120 minutes, in digits.',
};
