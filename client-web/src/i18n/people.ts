import { dictionary } from '../ui/language.ts';
import { en } from './people.en.ts';
import { vi } from './people.vi.ts';

export const pp = dictionary(vi, en);
