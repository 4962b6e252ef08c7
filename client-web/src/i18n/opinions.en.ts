import type { Messages } from './opinions.vi.ts';

export const en: Messages = {
  origins: { live: 'Live', paper: 'Paper slip', survey: 'Survey' },
  fromPaper: 'Copied from a paper slip',
  opinions: 'Opinions from the survey',
  opinion: (number: number) => `Opinion ${number}`,
  makeQuestion: 'Make a question of it',
  madeQuestion: (question: number) => `Made question #${question}`,
};
