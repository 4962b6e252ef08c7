import { dictionary } from '../ui/language.ts';
import { en } from './door.en.ts';
import { vi } from './door.vi.ts';

export const dr = dictionary(vi, en);
