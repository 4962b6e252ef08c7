import type { Messages } from './checks.vi.ts';

export const en: Messages = {
  points: { link: 'link', sound: 'sound', clock: 'clock', key: 'F9 key', screen: 'screen stays lit', who: 'console' },
  checkIn: 'Check before the doors open',
  none: 'not checked yet',
  good: (time) => `checked at ${time}`,
  lacking: (time, points) => `checked at ${time}, still lacking: ${points}`,
  lackingShort: (points) => `lacking: ${points}`,
};
