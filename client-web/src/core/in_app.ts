// Pages opened inside another app (Zalo, Facebook …) have a storage of their own, which goes with the app.

const IN_APP = /Zalo|FBA[NV]|FB_IAB|Instagram|Line\/|MicroMessenger|; wv\)/;

export const isInApp = (userAgent: string): boolean => IN_APP.test(userAgent);

export interface Place {
  readonly host: string;
  readonly pathname: string;
  readonly search: string;
}

/** What Android opens in the browser of its owner; empty where there is no such way. The secret of a card is in no address that a server sees, so not in this one. */
export function browserAddress(userAgent: string, { host, pathname, search }: Place): string {
  return /Android/.test(userAgent) ? `intent://${host}${pathname}${search}#Intent;scheme=https;action=android.intent.action.VIEW;end` : '';
}
