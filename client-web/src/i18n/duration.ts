import { dictionary } from '../ui/language.ts';
import { en } from './duration.en.ts';
import { vi } from './duration.vi.ts';

export const du = dictionary(vi, en);
