import type { Messages } from './ballot.vi.ts';

export const en: Messages = {
  cast: 'Cast ballot',
  change: 'Change ballot',
  castEmpty: 'Cast without a choice',
  castFinal: 'Cast – it cannot be changed',
  final: 'The first ballot cast is final.',
  sure: 'Look once more, then cast:',
  changeable: 'You can change your ballot until the poll closes.',
  chooseSome: (least, most, chosen) => `Choose ${least} to ${most} · chosen: ${chosen}`,
  none: 'no choice',
  recorded: (choice, time) => `✓ Recorded at ${time}: ${choice}`,
  counted: (choice) => `✓ Counted: ${choice}`,
  unproven: (choice) => `Time unproved: ${choice}`,
  late: (choice) => `Late: ${choice}`,
  late_in_time: (choice) => `After the result: ${choice}`,
  void: (choice) => `✕ Ballot no longer valid: ${choice}`,
  again: 'Voting again: the poll before is void.',
};
