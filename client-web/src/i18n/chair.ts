import { dictionary } from '../ui/language.ts';
import { en } from './chair.en.ts';
import { vi } from './chair.vi.ts';

export const c = dictionary(vi, en);
