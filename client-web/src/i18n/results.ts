import { dictionary } from '../ui/language.ts';
import { en } from './results.en.ts';
import { vi } from './results.vi.ts';

export const r = dictionary(vi, en);
