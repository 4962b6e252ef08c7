import { dictionary } from '../ui/language.ts';
import { en } from './question.en.ts';
import { vi } from './question.vi.ts';

export const q = dictionary(vi, en);
