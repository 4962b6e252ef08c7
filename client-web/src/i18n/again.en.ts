import type { Messages } from './again.vi.ts';

export const en: Messages = {
  password: 'Your password, once more',
  errors: {
    missing_field: 'roles of somebody who is there are changed one by one, with your password',
    bad_credentials: 'The password is not right',
    rate_limited: 'A wrong password too often; wait a moment',
  },
};
