import { dictionary } from '../ui/language.ts';
import { en } from './cue.en.ts';
import { vi } from './cue.vi.ts';

export const cu = dictionary(vi, en);
