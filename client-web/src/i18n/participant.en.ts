import type { Messages } from './participant.vi.ts';

export const en: Messages = {
  tabNow: 'Now',
  tabPoll: 'Vote',
  tabAsk: 'Ask',
  newPoll: 'New poll – open',
  nothingNow: 'Nothing is on at the moment. This page updates by itself.',
  asking: 'Being asked',
  speaking: 'Speaking',
  paused: 'Paused',
  next: 'Next',
  queue: 'Waiting to speak',
  you: 'You',
  agenda: 'Agenda',
  noPoll: 'No poll is open.',
  number: (value) => `no.\u00a0${value}`,
};
