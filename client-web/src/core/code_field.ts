// The field for the code while it is typed or pasted: groups of three, and the caret where it was among the digits.
import { CODE_DIGITS, digitsOf, grouped } from './code.ts';

export interface Field {
  readonly value: string;
  readonly caret: number;
}

/** All twelve are there. */
export const isWhole = (value: string): boolean => digitsOf(value).length === CODE_DIGITS;

export function groupField({ value, caret }: Field): Field {
  const digits = digitsOf(value).slice(0, CODE_DIGITS);
  const before = Math.min(digitsOf(value.slice(0, caret)).length, digits.length);
  // Behind the blank when more is to come, so that the next digit does not jump over it.
  const blanks = before === digits.length ? Math.max(0, Math.ceil(before / 3) - 1) : Math.floor(before / 3);
  return { value: grouped(digits), caret: before + blanks };
}
