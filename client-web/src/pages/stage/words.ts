import { en } from '../../i18n/stage.en.ts';
import { vi } from '../../i18n/stage.vi.ts';
import { dictionary } from '../../ui/language.ts';

export const d = dictionary(vi, en);
