import { dictionary } from '../ui/language.ts';
import { en } from './refusals.en.ts';
import { vi } from './refusals.vi.ts';

export const refusals = dictionary(vi, en);
