// In the first part this stands for the words of refusals: they come with the second.
import type { Messages } from '../../i18n/refusals.vi.ts';
import { part } from './second_part.tsx';

export const refusals = (): Partial<Messages> => part.value?.refusals() ?? {};
