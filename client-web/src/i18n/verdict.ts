import { dictionary } from '../ui/language.ts';
import { en } from './verdict.en.ts';
import { vi } from './verdict.vi.ts';

export const ve = dictionary(vi, en);
