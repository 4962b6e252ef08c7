import { dictionary } from '../ui/language.ts';
import { en } from './history.en.ts';
import { vi } from './history.vi.ts';

export const hi = dictionary(vi, en);
