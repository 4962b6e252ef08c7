import { dictionary } from '../ui/language.ts';
import { en } from './setup.en.ts';
import { vi } from './setup.vi.ts';

export const su = dictionary(vi, en);
