import { dictionary } from '../ui/language.ts';
import { en } from './site_address.en.ts';
import { vi } from './site_address.vi.ts';

export const sa = dictionary(vi, en);
