import { en } from '../../../i18n/ask.en.ts';
import { vi } from '../../../i18n/ask.vi.ts';
import { dictionary } from '../../../ui/language.ts';

export const a = dictionary(vi, en);
