import { dictionary } from '../ui/language.ts';
import { en } from './again.en.ts';
import { vi } from './again.vi.ts';

export const ag = dictionary(vi, en);
