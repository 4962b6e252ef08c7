import { dictionary } from '../ui/language.ts';
import { en } from './messages.en.ts';
import { vi } from './messages.vi.ts';

export const mg = dictionary(vi, en);
