import { dictionary } from '../ui/language.ts';
import { en } from './triage.en.ts';
import { vi } from './triage.vi.ts';

export const tr = dictionary(vi, en);
