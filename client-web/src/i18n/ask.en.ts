import type { Messages } from './ask.vi.ts';

export const en: Messages = {
  askTitle: 'Your question',
  moderated: 'reviewed before it is asked',
  topic: 'Topic',
  noTopic: 'None',
  ask: 'Send question',
  mine: 'Questions sent',
  noneMine: 'You have not sent any question.',
  withdraw: 'Withdraw',
  anonymousLong: 'Anonymous – your name is shown to nobody',
  others: 'Approved questions',
  noneOthers: 'No question has been approved yet.',
  meToo: 'Me too',
  more: 'Show more',
  refresh: 'Refresh',
  listFailed: 'The list could not be loaded.',
  own: 'Your question',
  edit: 'Edit and send again',
  revised: 'The organisers have edited the question.',
};
