import { dictionary } from '../ui/language.ts';
import { en } from './duty.en.ts';
import { vi } from './duty.vi.ts';

export const dy = dictionary(vi, en);
