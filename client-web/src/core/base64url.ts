// Browsers and Node have it; the types of the bare language do not.
declare function btoa(bytes: string): string;

const URL_DIGITS: Readonly<Record<string, string>> = { '+': '-', '/': '_', '=': '' };

/** Base64url without padding. */
export const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, (digit) => URL_DIGITS[digit] ?? '');
