import { dictionary } from '../ui/language.ts';
import { en } from './other_address.en.ts';
import { vi } from './other_address.vi.ts';

export const oa = dictionary(vi, en);
