import { dictionary } from '../ui/language.ts';
import { en } from './ballot.en.ts';
import { vi } from './ballot.vi.ts';

export const b = dictionary(vi, en);
