import { dictionary } from '../ui/language.ts';
import { en } from './sites.en.ts';
import { vi } from './sites.vi.ts';

export const si = dictionary(vi, en);
