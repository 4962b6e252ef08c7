// One page's session with the hub: link, sign-in, rows, outbox and clock put together.
import { backoff } from './backoff.ts';
import { createClock } from './clock.ts';
import { unpack } from './keep.ts';
import { createLink, LinkLost, Refused, SILENT_MS } from './link.ts';
import type { Notification, OpenSocket } from './link.ts';
import { createOutbox } from './outbox.ts';
import type { HeldCommand, Outbox, Settled, Storage, Submitted, Wish } from './outbox.ts';
import { parsed } from './parsed.ts';
import type { Ballot } from './polls.ts';
import { foldFrame, foldSnapshot, NOTHING_HELD, welcome } from './rows.ts';
import type { HeldRows } from './rows.ts';
import type { Timers } from './timers.ts';
import { CLOSE_REPLACED, CLOSE_SIGNED_OUT, UNTIL_MS } from './types.gen.ts';
import type { Command, ErrorCode, HelloParams, HelloResult, LiveParams, Methods, SessionOpenParams } from './types.gen.ts';

/** starting: no answer yet. elsewhere: the person is open in another place. outdated: this page is older than the hub. */
export type Phase = 'starting' | 'signed_out' | 'signed_in' | 'elsewhere' | 'outdated';

export interface RelayState {
  readonly phase: Phase;
  readonly linked: boolean;
  /** The link is there, but a beat is overdue: what it carries may be late. */
  readonly silent: boolean;
  /** Local time of the last change of `linked` or `silent`. */
  readonly since: number;
  /** When the rows were last known to be true, by the hub's clock; 0: they are, or never were. */
  readonly freshAt: number;
  /** The latest; another one with every connection. */
  readonly hello: HelloResult | null;
  readonly rows: HeldRows;
  readonly live: LiveParams | null;
  /** What the process of a site has said of its link on this connection; null: this is the hub. */
  readonly site: LiveParams | null;
  readonly held: readonly HeldCommand[];
}

export const BEGINNING: RelayState = {
  phase: 'starting',
  linked: false,
  silent: false,
  since: 0,
  freshAt: 0,
  hello: null,
  rows: NOTHING_HELD,
  live: null,
  site: null,
  held: [],
};

export interface RelayNeeds {
  openSocket: OpenSocket;
  timers: Timers;
  randomBytes(count: number): Uint8Array;
  wallClock(): number;
  outboxStorage: Storage;
  sessionStorage: Storage;
  /** Rows kept from before, shown until the hub has answered. */
  rowsStorage: Storage;
  changed(state: RelayState): void;
  settled: Settled;
  /** The socket is open and nothing asked yet: who signs in now is spared the hello of nobody. */
  opened?(): void;
}

export type SignInAnswer = ErrorCode | 'no_link' | null;
export type UntilCommand = Extract<
  Command,
  | 'speaker.call'
  | 'speaker.start'
  | 'speaker.ready'
  | 'speaker.resume'
  | 'speakers.open'
  | 'speakers.close'
  | 'speakers.clear'
  | 'speakers.confirm'
  | 'poll.open'
  | 'poll.close'
  | 'poll.publish'
  | 'poll.void'
  | 'poll.reopen'
  | 'poll.confirm'
  | 'count.enter'
  | 'count.confirm'
  | 'count.withdraw'
  | 'poll.announce'
  | 'poll.declare_lost'
  | 'poll.amend'
  | 'agenda.start'
  | 'stage.show'
  | 'lease.take'
  | 'lease.give_up'
>;

export type Query =
  | 'question.claim' | 'question.list' | 'question.queue' | 'question.search' | 'question.similar' | 'question.history' | 'stage.confirm'
  | 'person.list' | 'codes.issue' | 'opinion.list' | 'poll.missing' | 'poll.recorded' | 'count.ceiling'
  | 'setup.open' | 'hub.health' | 'hub.log' | 'bundle.make' | 'certificate.revoke';

export interface Relay {
  start(): void;
  stop(): void;
  hurry(): void;
  /** The network is said to be gone: what the open socket still takes would go nowhere. */
  drop(): void;
  /** Another page of this browser takes the session over. */
  giveWay(): void;
  signIn(params: SessionOpenParams): Promise<SignInAnswer>;
  signOut(): void;
  submit<C extends Exclude<Command, 'poll.cast' | UntilCommand>>(method: C, params: Wish<C>): Submitted;
  /** A command that must not happen late: refused here while there is no link. */
  submitNow<C extends UntilCommand>(method: C, params: Omit<Wish<C>, 'until'>): Submitted;
  /** One command past the outbox: the caller keeps its key and repeats it until there is an answer. */
  send<C extends Command>(method: C, params: Methods[C]['params']): Promise<Methods[C]['result']>;
  cast(poll: number, ballot: Ballot): Submitted;
  /** What was refused, or has not left this device. */
  dismiss(key: string): void;
  castHere: Outbox['castHere'];
  isThisDevice: Outbox['isThisDevice'];
  ask<M extends Query>(method: M, params: Methods[M]['params']): Promise<Methods[M]['result']>;
  hubNow(): number;
  readonly roundTrip: number | null;
}

interface Session {
  token: string;
  person: string;
}

export function createRelay(needs: RelayNeeds): Relay {
  const { timers } = needs;
  const clock = createClock();
  const link = createLink(needs.openSocket, timers, { opened, notified, silent, closed });
  const outbox: Outbox = createOutbox({ ...needs, storage: needs.outboxStorage, send, changed: () => publish({}) });
  let session = readSession(needs.sessionStorage);
  const before = session && unpack(needs.rowsStorage.read(), session.person);
  let state: RelayState = {
    ...BEGINNING,
    since: timers.now(),
    ...(before && { phase: 'signed_in', freshAt: before.at, hello: before.hello, rows: before.rows }),
  };
  let asking = false;
  let gaps = 0;
  let cancelAsking = (): void => undefined;
  if (session) outbox.belongTo(session.person);

  function publish(change: Partial<RelayState>): void {
    const held = session ? outbox.heldBy(session.person) : [];
    state = { ...state, ...change, held };
    needs.changed(state);
  }

  function helloParams(): HelloParams {
    const { journal, own, shared } = state.rows;
    const params: HelloParams = { v: 1 };
    if (!session) return params;
    params.token = session.token;
    if (journal !== null) params.journal = journal;
    params.own = own?.s ?? null;
    if (shared) params.shared = { name: shared.name, s: shared.s };
    return params;
  }

  function opened(): void {
    needs.opened?.();
    sayHello();
  }

  function sayHello(): void {
    if (asking) return;
    asking = true;
    const sentAt = link.said('hello') ? null : timers.now();
    link.request('hello', helloParams()).then(
      (hello) => {
        asking = false;
        if (sentAt === null) clock.heard(timers.now(), hello.serverTime);
        else clock.exchanged(sentAt, timers.now(), hello.serverTime);
        // Signed in or out while this hello was under way: it speaks of somebody else.
        if (hello.person !== session?.person) return sayHello();
        greeted(hello);
      },
      (reason: unknown) => {
        asking = false;
        if (reason instanceof Refused) helloRefused(reason.data.code);
      },
    );
  }

  function greeted(hello: HelloResult): void {
    link.proved();
    const wasLinked = state.linked;
    const rows = welcome(state.rows, hello);
    const change = { rows, hello, linked: true, since: wasLinked ? state.since : timers.now() };
    if (hello.person === undefined) {
      outbox.pause();
      return publish({ ...change, phase: 'signed_out' });
    }
    const resumes = !wasLinked || state.phase !== 'signed_in';
    publish({ ...change, phase: 'signed_in' });
    if (resumes) outbox.resume(hello.person);
  }

  function helloRefused(code: ErrorCode): void {
    if (code === 'unsupported_version') {
      link.stop();
      return publish({ phase: 'outdated' });
    }
    if (code === 'bad_credentials') {
      forgetSession();
      return sayHello();
    }
    // busy and the like: the back-off of the link is the right distance.
    link.drop();
  }

  function notified(notification: Notification): void {
    if (notification.method === 'live') {
      clock.heard(timers.now(), notification.params.serverTime);
      const { params } = notification;
      publish({ live: latest(state.live, params), site: params.link ? params : state.site });
    } else if (notification.method === 'kept') {
      outbox.kept(notification.params);
    } else if (notification.method === 'snapshot') {
      gaps = 0;
      publish({ rows: foldSnapshot(state.rows, notification.params) });
    } else if (notification.method === 'rows') {
      const { held, fold } = foldFrame(state.rows, notification.params);
      if (fold === 'applied') {
        gaps = 0;
        publish({ rows: held });
      } else if (fold === 'gap') helloAfterGap();
    }
  }

  // The first gap asks at once; if the answer leaves another one, asking again must not become a flood.
  function helloAfterGap(): void {
    if (asking) return;
    gaps += 1;
    if (gaps === 1) return sayHello();
    asking = true;
    cancelAsking = timers.after(backoff(gaps, timers.random), () => {
      asking = false;
      sayHello();
    });
  }

  function silent(is: boolean): void {
    if (state.linked) publish({ silent: is, since: timers.now(), ...(is && { freshAt: clock.toHub(timers.now() - SILENT_MS) }) });
  }

  function closed(code: number): void {
    asking = false;
    cancelAsking();
    outbox.pause();
    if (code === CLOSE_SIGNED_OUT) forgetSession();
    const change = { linked: false, silent: false, site: null, ...(state.linked && !state.silent && { since: timers.now(), freshAt: clock.toHub(timers.now()) }) };
    publish(code === CLOSE_REPLACED ? { ...change, phase: 'elsewhere' } : change);
  }

  function forgetSession(): void {
    session = null;
    writeText(needs.sessionStorage, 'null');
    writeText(needs.rowsStorage, '');
    publish({ phase: 'signed_out', rows: { ...NOTHING_HELD, journal: state.rows.journal } });
  }

  async function send<C extends Command>(method: C, params: Methods[C]['params']): Promise<Methods[C]['result']> {
    try {
      return await link.request(method, params);
    } catch (reason) {
      if (reason instanceof Refused && reason.data.code === 'not_signed_in') link.drop();
      throw reason;
    }
  }

  async function signIn(params: SessionOpenParams): Promise<SignInAnswer> {
    try {
      const opening = link.request('session.open', params);
      // Right behind it, the hello needs no token: it is answered for whom this signs in.
      sayHello();
      const opened = await opening;
      session = { token: opened.token, person: opened.person };
      writeText(needs.sessionStorage, JSON.stringify(session));
      outbox.pause();
      outbox.belongTo(opened.person);
      publish({ phase: 'starting' });
      sayHello();
      return null;
    } catch (reason) {
      if (reason instanceof Refused) return reason.data.code;
      if (reason instanceof LinkLost) return 'no_link';
      throw reason;
    }
  }

  return {
    start() {
      if (before) {
        // Until the hub says its time, the device's own has to do.
        clock.heard(timers.now(), needs.wallClock());
        publish({});
      }
      link.start();
    },
    stop: link.stop,
    hurry: link.hurry,
    drop: link.drop,
    giveWay() {
      link.stop();
      publish({ phase: 'elsewhere' });
    },
    signIn,
    signOut() {
      link.request('session.close', {}).catch(() => undefined);
      forgetSession();
    },
    submit: outbox.submit,
    submitNow(method, params) {
      const until = clock.toHub(timers.now()) + UNTIL_MS;
      return outbox.submit(method, { ...params, until } as unknown as Wish<typeof method>);
    },
    send,
    cast: outbox.cast,
    dismiss: outbox.dismiss,
    castHere: outbox.castHere,
    isThisDevice: outbox.isThisDevice,
    ask: link.request,
    hubNow: () => clock.toHub(timers.now()),
    get roundTrip() {
      return clock.roundTrip;
    },
  };
}

// A beat may speak of some polls and sites only: of the others the last word stands.
function latest(known: LiveParams | null, heard: LiveParams): LiveParams {
  const turnout = new Map(known?.turnout?.map((poll) => [poll.poll, poll]));
  for (const poll of heard.turnout ?? []) turnout.set(poll.poll, poll);
  const present = new Map(known?.present?.map((site) => [site.site, site]));
  for (const site of heard.present ?? []) present.set(site.site, site);
  return { ...known, ...heard, turnout: [...turnout.values()], present: [...present.values()] };
}

function readSession(storage: Storage): Session | null {
  const session = parsed<Session>(storage.read());
  return typeof session?.token === 'string' && typeof session.person === 'string' ? session : null;
}

function writeText(storage: Storage, text: string): void {
  try {
    storage.write(text);
  } catch {
    // Without storage the session lasts as long as the page: still better than none.
  }
}
