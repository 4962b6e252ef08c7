import { dictionary } from '../ui/language.ts';
import { en } from './minutes.en.ts';
import { vi } from './minutes.vi.ts';

export const mi = dictionary(vi, en);
