import { dictionary } from '../ui/language.ts';
import { en } from './language.en.ts';
import { vi } from './language.vi.ts';

export const la = dictionary(vi, en);
