import type { Messages } from './history.vi.ts';

const acts: Messages['acts'] = {
  question_submitted: 'submitted',
  question_approved: 'approved',
  question_rejected: 'rejected',
  question_withdrawn: 'withdrew',
  question_asked: 'put it to be asked',
  question_answered: 'marked as answered',
  question_edited: 'edited',
  question_returned: 'returned to be made clear',
  question_resubmitted: 'submitted again',
  question_unapproved: 'back to the new ones',
  question_put_back: 'put back in the queue',
  question_merged: 'merged',
  question_assigned: 'gave to answer',
  act_undone: 'undid',
  question_pinned: 'pinned',
  question_moved: 'moved by hand',
};

export const en: Messages = {
  acts,
  unpinned: 'unpinned',
  placedAuto: 'back to the fair order',
  open: 'Whole history',
  close: 'Hide history',
  more: 'Show more',
  before: 'Before',
  after: 'After',
  into: (question) => `into #${question}`,
  failed: 'The history could not be fetched: try again when connected.',
};
