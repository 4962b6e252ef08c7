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
  unproven: (choice) => `Time not proved: ${choice}`,
  late: (choice) => `Late, not counted: ${choice}`,
  late_in_time: (choice) => `In time, but after the announcement: ${choice}`,
  void: (choice) => `✕ Ballot no longer valid: ${choice}`,
  notVoter: 'You are not entitled to vote.',
  again: 'Voting again: the poll before is void.',
};
