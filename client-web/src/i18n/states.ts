import { dictionary } from '../ui/language.ts';
import { en } from './states.en.ts';
import { vi } from './states.vi.ts';

export const st = /* @__PURE__ */ dictionary(vi, en);
