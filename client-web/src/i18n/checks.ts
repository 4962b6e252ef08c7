import { dictionary } from '../ui/language.ts';
import { en } from './checks.en.ts';
import { vi } from './checks.vi.ts';

export const ck = dictionary(vi, en);
