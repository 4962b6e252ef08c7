import { dictionary } from '../ui/language.ts';
import { en } from './common.en.ts';
import { vi } from './common.vi.ts';
import { refusals } from './refusals.ts';

export const t = dictionary(vi, en);

export const errorText = (code: string): string => {
  const words: Partial<Record<string, string>> = { ...refusals(), ...t().errors };
  return words[code] ?? t().failed(code);
};
