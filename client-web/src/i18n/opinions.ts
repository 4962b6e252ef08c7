import { dictionary } from '../ui/language.ts';
import { en } from './opinions.en.ts';
import { vi } from './opinions.vi.ts';

export const o = dictionary(vi, en);
