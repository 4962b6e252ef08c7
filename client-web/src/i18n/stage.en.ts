import type { Messages } from './stage.vi.ts';

export const en: Messages = {
  speaking: 'Speaking',
  called: 'Called to speak',
  next: 'Next',
  voteHow: 'Vote on your phone',
  nobody: 'Delegates may ask to speak',
  agenda: 'Agenda',
  now: 'Now',
  join: 'Join with your phone',
  joinHow: 'Scan, then enter the code on your card',
  open: 'Voting',
  closing: 'Closing',
  closed: 'Closed – result to be announced',
  published: 'Result',
  void: 'Void',
  lostFor: (time) => `No connection ${time}`,
  signIn: 'Open this display by the link on its card.',
};
