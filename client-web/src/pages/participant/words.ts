import { en } from '../../i18n/participant.en.ts';
import { vi } from '../../i18n/participant.vi.ts';
import { dictionary } from '../../ui/language.ts';

export const w = dictionary(vi, en);
