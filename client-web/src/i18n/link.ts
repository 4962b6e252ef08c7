import { dictionary } from '../ui/language.ts';
import { en } from './link.en.ts';
import { vi } from './link.vi.ts';

export const l = dictionary(vi, en);
