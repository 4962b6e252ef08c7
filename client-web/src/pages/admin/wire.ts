// How this page asks and acts: every act has a key of its own, every question is asked again while the hub is only busy.
import { signal } from '@preact/signals';
import { backoff } from '../../core/backoff.ts';
import { base64url } from '../../core/base64url.ts';
import { LinkLost, Refused } from '../../core/link.ts';
import type { Role } from '../../core/roster.ts';
import { KEY_BYTES, PASSING_ERRORS } from '../../core/types.gen.ts';
import type { Command, Methods, PersonListed } from '../../core/types.gen.ts';
import { randomBytes, timers } from '../../ui/browser.ts';
import { relay } from '../../ui/hub.ts';

export const newKey = (): string => base64url(randomBytes(KEY_BYTES));

export type AdminCommand = Extract<Command, `site.${string}` | `topic.${string}` | `agenda.${string}` | `person.${string}` | `opinion.${string}` | `conference.${string}`>;
type AdminQuery = 'person.list' | 'codes.issue' | 'opinion.list' | 'hub.health' | 'hub.log';

type Params<M extends AdminCommand> = Methods[M]['params'];

/** What a form or a row of a file says; the key is added at the act. */
export type Wish<M extends AdminCommand> = Omit<Params<M>, 'key'>;

export const send = <M extends AdminCommand>(method: M, wish: Wish<M>, key: string): Promise<Methods[M]['result']> =>
  // The compiler does not see that a wish and its key make the parameters.
  relay.send(method, { ...wish, key } as unknown as Params<M>);

const TRIES = 12;
const REST_MS = 600;
const PASSING: readonly string[] = [...PASSING_ERRORS, 'not_signed_in'];

// A wrong password too often is for whoever wrote it to know.
const passes = (reason: unknown): boolean => reason instanceof LinkLost || (reason instanceof Refused && PASSING.includes(reason.data.code) && reason.data.field !== 'password');

/** For what only reads: asked again after a rest, some dozen times. */
export async function ask<Q extends AdminQuery>(method: Q, params: Methods[Q]['params']): Promise<Methods[Q]['result']> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await relay.ask(method, params);
    } catch (reason) {
      if (!passes(reason) || failures === TRIES) throw reason;
      await new Promise<void>((rested) => timers.after(REST_MS + backoff(failures, timers.random), rested));
    }
  }
}

export const PAGE = 100;

/** Every person of a filter, page after page; `heard` is told how many there are so far. */
export async function listPeople(filter: { site?: string; role?: Role }, heard: (count: number) => void = () => undefined): Promise<PersonListed[]> {
  const people: PersonListed[] = [];
  for (;;) {
    const after = people.at(-1)?.person;
    const page = await ask('person.list', { limit: PAGE, ...filter, ...(after === undefined ? {} : { after }) });
    people.push(...page.people);
    heard(people.length);
    if (!page.more || page.people.length === 0) return people;
  }
}

/** Grows with each act on people that this page was told is done: lists that were asked for are then asked for anew. */
export const peopleChanged = signal(0);

const STAFF_ROLES: readonly Role[] = ['admin', 'moderator', 'chair', 'operator', 'responder', 'display'];

/** Everybody who is more than a participant; null until the hub has said it. */
export const staff = signal<readonly PersonListed[] | null>(null);

let staffAsked = -1;

export async function loadStaff(): Promise<void> {
  if (staffAsked === peopleChanged.value) return;
  staffAsked = peopleChanged.value;
  const mine = staffAsked;
  const found = new Map<string, PersonListed>();
  try {
    for (const role of STAFF_ROLES) for (const person of await listPeople({ role })) found.set(person.person, person);
    if (mine === staffAsked) staff.value = [...found.values()];
  } catch {
    if (mine === staffAsked) staffAsked = -1;
  }
}
