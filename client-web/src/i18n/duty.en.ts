import type { Messages } from './duty.vi.ts';

export const en: Messages = {
  with: (names) => `${names} also on duty`,
  alone: 'You are on duty alone',
  desk: (names) => `${names} at the moderators’ desk`,
  nobody: 'Nobody is at the moderators’ desk',
  chair: (names) => `Chair: ${names}`,
  more: (names, more) => `${names} and ${more} more`,
};
