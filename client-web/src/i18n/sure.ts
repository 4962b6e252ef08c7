import { dictionary } from '../ui/language.ts';
import { en } from './sure.en.ts';
import { vi } from './sure.vi.ts';

export const sr = dictionary(vi, en);
