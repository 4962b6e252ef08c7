import { dictionary } from '../ui/language.ts';
import { en } from './polls.en.ts';
import { vi } from './polls.vi.ts';

export const p = dictionary(vi, en);
