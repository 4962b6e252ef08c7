import { dictionary } from '../ui/language.ts';
import { en } from './faults.en.ts';
import { vi } from './faults.vi.ts';

export const fa = dictionary(vi, en);
