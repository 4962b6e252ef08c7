import type { Messages } from './again.vi.ts';

export const en: Messages = {
  password: 'Your password, once more',
  errors: {
    bad_credentials: 'The password is not right',
    rate_limited: 'A wrong password too often; wait a moment',
  },
};
