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

type Text2 = { vi: string; en?: string };
type Done = { key: string; seq: number; at: number };
type Word = string;
type Kind = 'talk' | 'paper' | 'dialogue' | 'vote' | 'commendation' | 'break';

export interface AdminMethods {
  'site.add': { params: { key: string; site: Word; name: Text2; siteKind: 'hall' | 'remote' }; result: Done };
  'site.change': { params: { key: string; site: Word; rev: number; name?: Text2 }; result: Done };
  'topic.add': { params: { key: string; topic: Word; name: Text2 }; result: Done };
  'topic.change': { params: { key: string; topic: Word; rev: number; name: Text2 }; result: Done };
  'agenda.session_add': { params: { key: string; session: Word; title: Text2 }; result: Done };
  'agenda.session_change': { params: { key: string; session: Word; rev: number; title: Text2 }; result: Done };
  'agenda.item_add': { params: { key: string; title: Text2; itemKind: Kind; session?: Word; presenter?: string; seconds?: number }; result: Done };
  'agenda.item_change': { params: { key: string; item: number; rev: number; title?: Text2; presenter?: string; seconds?: number }; result: Done };
  'person.add': { params: { key: string } & PersonWish; result: Done };
  'person.change': { params: { key: string; person: Word } & Partial<PersonWish>; result: Done };
  'person.remove': { params: { key: string; person: Word }; result: Done };
  'person.check_in': { params: { key: string; person: Word; on: boolean }; result: Done };
  'person.allow_move': { params: { key: string; person: Word }; result: Done };
  'opinion.add': { params: { key: string; text: string; topic?: Word; unit?: string; site?: Word }; result: Done & { opinion: number } };
}

export type AdminCommand = keyof AdminMethods;

export interface AdminQueries {
  'person.list': { params: { after?: Word; limit?: number; text?: string; site?: Word; role?: Role }; result: { people: ListedPerson[]; more: boolean } };
  'codes.issue': { params: { people?: Word[]; site?: Word }; result: { codes: IssuedCode[] } };
  'opinion.list': { params: { after?: number; limit?: number; topic?: Word; text?: string }; result: { opinions: ListedOpinion[]; more: boolean; total: number } };
}

export interface IssuedCode {
  person: Word;
  name?: string;
  site?: Word;
  code?: string;
  card?: string;
  password?: string;
}

export interface ListedOpinion {
  opinion: number;
  text: string;
  topic?: Word;
  unit?: string;
  site?: Word;
  at: number;
  question?: number;
}
