import type { Messages } from './language.vi.ts';

export const en: Messages = {
  lacking: (name) => `Not yet in ${name}: the server does not answer. The page changes by itself once it is connected again.`,
  stay: 'Leave it as it is',
};
