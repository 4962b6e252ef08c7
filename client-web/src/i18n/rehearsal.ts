import { dictionary } from '../ui/language.ts';
import { en } from './rehearsal.en.ts';
import { vi } from './rehearsal.vi.ts';

export const rh = dictionary(vi, en);
