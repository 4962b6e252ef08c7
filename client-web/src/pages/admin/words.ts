import { dictionary } from '../../ui/language.ts';
import { en } from '../../i18n/admin.en.ts';
import { vi } from '../../i18n/admin.vi.ts';

export const m = dictionary(vi, en);
