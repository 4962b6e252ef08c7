import { dictionary } from '../ui/language.ts';
import { en } from './bundles.en.ts';
import { vi } from './bundles.vi.ts';

export const bu = dictionary(vi, en);
