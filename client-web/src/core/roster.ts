// What the pages know of people before the wire is generated.
export type Role = 'admin' | 'moderator' | 'chair' | 'operator' | 'participant' | 'responder' | 'display';

export const NAME_GRAPHEMES = 100;
export const UNIT_GRAPHEMES = 200;
export const GROUPS_MOST = 8;
export const WEIGHT_MOST = 1000;

export interface ListedPerson {
  person: string;
  name?: string;
  unit?: string;
  site?: string;
  roles: Role[];
  weight?: number;
  groups?: string[];
  present?: boolean;
  number?: number;
  signedIn?: boolean;
}

export interface PersonWish {
  person: string;
  name?: string;
  unit?: string;
  site?: string;
  roles: Role[];
  weight?: number;
  groups?: string[];
}
