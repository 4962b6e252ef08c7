import { dictionary } from '../ui/language.ts';
import { en } from './time_calls.en.ts';
import { vi } from './time_calls.vi.ts';

export const tc = dictionary(vi, en);
