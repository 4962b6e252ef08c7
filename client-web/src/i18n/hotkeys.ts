import { dictionary } from '../ui/language.ts';
import { en } from './hotkeys.en.ts';
import { vi } from './hotkeys.vi.ts';

export const hk = dictionary(vi, en);
