import { dictionary } from '../ui/language.ts';
import { en } from './counts.en.ts';
import { vi } from './counts.vi.ts';

export const cn = dictionary(vi, en);
