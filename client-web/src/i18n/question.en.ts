import type { Messages } from './question.vi.ts';

export const en: Messages = {
  states: {
    pending: 'Waiting for approval',
    approved: 'Approved',
    asking: 'Being asked',
    answered: 'Answered',
    rejected: 'Not selected',
    withdrawn: 'Withdrawn',
    returned: 'Please clarify',
    merged: 'Merged',
  },
  reasons: {
    duplicate: 'duplicate',
    off_topic: 'off topic',
    already_answered: 'already answered',
    unsuitable: 'unsuitable',
    unclear: 'unclear',
    other: 'other reason',
  },
  intakes: { open: 'open', paused: 'paused', closed: 'closed' },
  notTaken: {
    open: 'Questions are taken.',
    paused: 'Questions are paused; once they are taken again, they can be sent right here.',
    closed: 'No more questions are taken; those already sent are still considered.',
  },
  anonymous: 'Anonymous',
  into: (question) => `Merged into question #${question}`,
  answerer: (who) => `Answerer: ${who}`,
  original: 'Original',
  askers: (count) => `asked by ${count}`,
  meToo: (count) => `shared by ${count}`,
  clarify: 'Please clarify',
  resubmit: 'Send again',
  newText: 'The question, revised',
};
