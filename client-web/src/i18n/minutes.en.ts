import type { Messages } from './minutes.vi.ts';

export const en: Messages = {
  title: 'Minutes',
  what: 'What the conference has done so far: programme, questions answered, who has spoken, results announced. On paper (A4), or saved as PDF.',
  print: 'Print the minutes (A4)',
  asOf: (time) => `As of ${time}`,
  programme: 'Programme',
  questions: 'Questions answered',
  otherQuestions: 'Other questions',
  speakers: 'Have spoken',
  polls: 'Polls',
  time: 'Time',
  item: 'What',
  state: 'State',
  who: 'Who',
  minutesSpoken: 'Minutes',
  end: (title) => `End of the minutes: ${title}`,
  none: 'None yet.',
};
