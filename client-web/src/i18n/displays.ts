import { dictionary } from '../ui/language.ts';
import { en } from './displays.en.ts';
import { vi } from './displays.vi.ts';

export const v = dictionary(vi, en);
