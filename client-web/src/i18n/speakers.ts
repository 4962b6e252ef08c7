import { dictionary } from '../ui/language.ts';
import { en } from './speakers.en.ts';
import { vi } from './speakers.vi.ts';

export const sp = dictionary(vi, en);
