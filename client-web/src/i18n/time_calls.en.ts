import type { Messages } from './time_calls.vi.ts';

export const en: Messages = {
  left: (seconds, who) => `${seconds} ${seconds === 1 ? 'second' : 'seconds'} left: ${who}`,
  over: (who) => `Time is up: ${who}`,
};
