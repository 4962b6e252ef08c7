import type { Messages } from './chair.vi.ts';

export const en: Messages = {
  chair: 'Chair',
  lookingIn: 'Chair (a moderator looks in)',
  nobodySpeaks: 'Nobody is speaking',
  speaks: 'Speaking',
  paused: 'Paused',
  called: 'Called',
  nothingAsked: 'No question is being asked',
  asked: 'Being asked',
  questions: 'Questions',
  askNext: 'Ask the next question',
  noneNext: 'the queue is empty',
  answerFirst: 'once the one being asked is done',
  inOrder: 'Order',
  more: (count) => `and ${count} more`,
};
