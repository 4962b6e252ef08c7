// The code on a card: 12 digits, the last a Damm check digit, so that one wrong digit or two swapped ones are seen at once.
const TABLE = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
];

export const CODE_DIGITS = 12;

/** Digits of what was typed or pasted; whatever stands between them is how people group them. */
export const digitsOf = (typed: string): string => typed.replace(/\D/g, '');

export function isCode(digits: string): boolean {
  if (!/^[0-9]{12}$/.test(digits)) return false;
  let interim = 0;
  for (const digit of digits) interim = Number(TABLE[interim]?.[Number(digit)]);
  return interim === 0;
}

/** 3-3-3-3, as printed. */
export const grouped = (digits: string): string => digits.replace(/(\d{3})(?=\d)/g, '$1 ');
