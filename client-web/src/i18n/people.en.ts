import type { Messages } from './people.vi.ts';

export const en: Messages = {
  acts: {
    'person.check_in': 'Check-in',
    'person.allow_move': 'Allow another device',
  },
  checkIn: 'Check-in',
  presentOf: (present, all) => `${present} of ${all} present`,
  find: 'Find by number or name',
  none: 'Nobody.',
  isPresent: 'present',
  isAway: 'away',
  setPresent: 'Mark present',
  setAway: 'Mark away',
  moves: 'Waiting for another device',
  movesWhy: 'The codes of these people have moved three times. Allow one more only if the person is in front of you.',
  allowMove: 'Allow another device',
};
