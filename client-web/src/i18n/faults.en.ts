import type { Messages } from './faults.vi.ts';

export const en: Messages = {
  title: (count) => `Not sent: ${count} fields to put right`,
  missing: 'not filled in',
  tick: 'has to be ticked',
  short: (least) => `at least ${least} characters`,
  least: (least) => `at least ${least}`,
  most: (most) => `at most ${most}`,
  bad: 'not in the right form',
};
