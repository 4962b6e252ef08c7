import { dictionary } from '../ui/language.ts';
import { en } from './way.en.ts';
import { vi } from './way.vi.ts';

export const wy = dictionary(vi, en);
