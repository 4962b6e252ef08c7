// By which address browsers reach a site: what was typed, as browsers write it in Origin. The hub has the last word (relay/base/origin.h). Pure.

export const ADDRESS_BYTES = 200;
const ORIGIN = /^(https:\/\/(?:[a-z0-9.-]+|\[[0-9a-f:.]+\]))(?::([1-9]\d{0,4}))?\/?$/;
const PORT_MOST = 65535;
const USUAL_PORT = '443';

/** `https://` may be left out. Null: it is no address. */
export function siteAddress(typed: string): string | null {
  const text = typed.trim().toLowerCase();
  const [, host, port] = ORIGIN.exec(text.includes('://') ? text : `https://${text}`) ?? [];
  if (host === undefined || Number(port ?? 1) > PORT_MOST) return null;
  const address = port === undefined || port === USUAL_PORT ? host : `${host}:${port}`;
  return address.length > ADDRESS_BYTES ? null : address;
}

/** What to send for a site that has `known`, when its field says `typed`; null: nothing. What is no address goes as it is, for the hub to refuse. */
export function addressWish(typed: string, known: string | undefined): { address: string } | { clear: ['address'] } | null {
  const text = typed.trim();
  if (text === '') return known === undefined ? null : { clear: ['address'] };
  const address = siteAddress(text) ?? text;
  return address === known ? null : { address };
}
