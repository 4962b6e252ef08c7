import { dictionary } from '../ui/language.ts';
import { en } from './log.en.ts';
import { vi } from './log.vi.ts';

export const lg = dictionary(vi, en);
