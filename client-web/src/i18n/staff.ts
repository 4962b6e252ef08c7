import { dictionary } from '../ui/language.ts';
import { en } from './staff.en.ts';
import { vi } from './staff.vi.ts';

export const s = dictionary(vi, en);
