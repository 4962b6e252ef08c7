// The page's one relay and what components read of it.
import { computed, signal } from '@preact/signals';
import { BEGINNING, createRelay } from '../core/relay.ts';
import type { Relay, RelayState, SignInAnswer } from '../core/relay.ts';
import { rowOf, rowsOfKind, meOf } from '../core/rows.ts';
import type { HeldCommand, Settled } from '../core/outbox.ts';
import type { Row, SessionOpenParams } from '../core/types.gen.ts';
import { randomBytes, sockets, storageFor, takeLock, timers } from './browser.ts';

export const state = signal(BEGINNING);
export const phase = computed(() => state.value.phase);
export const linked = computed(() => state.value.linked);
export const held = computed(() => state.value.held);
export const live = computed(() => state.value.live);
/** This site's process is cut off from the hub, and works alone. */
export const alone = computed(() => state.value.site?.link === 'down');
/** What must happen now can be asked for. */
export const within = computed(() => linked.value && !alone.value);
export const me = computed(() => meOf(state.value.rows));
const own = computed(() => state.value.rows.own);
export const shared = computed(() => state.value.rows.shared);

/** Both channels brought their rows: before that, empty lists would be a lie. */
export const ready = computed(() => phase.value === 'signed_in' && own.value?.s != null && shared.value?.s != null);

type RowOf<K extends Row['kind']> = Extract<Row, { kind: K }>;

/** How shared rows are found. Pages that hold thousands put an index here (kinds.ts). */
export const look = { all: (kind: Row['kind']): Row[] => rowsOfKind(shared.value, kind), now: (_: Row['kind']) => shared.value };

export const all = <K extends Row['kind']>(kind: K): RowOf<K>[] => look.all(kind) as RowOf<K>[];
export const one = <K extends Row['kind']>(kind: K, id: string | number): RowOf<K> | undefined => rowOf(look.now(kind), kind, id);
export const mine = <K extends Row['kind']>(kind: K): RowOf<K>[] => rowsOfKind(own.value, kind);

/** Commands of one method that the hub has not answered for good. */
export const waiting = (method: HeldCommand['method']): HeldCommand[] =>
  held.value.filter((command) => command.method === method && !command.refused);

/** Hub time in milliseconds; whoever reads it is drawn again each second. */
export const now = signal(0);

export let relay: Relay;

let card = '';
let nextTick: ReturnType<typeof setTimeout> | undefined;
let isEntering = false;
let page = '';
let settled: Settled = () => undefined;

export function connect(pageName: string, onSettled: Settled = () => undefined): void {
  page = pageName;
  settled = onSettled;
  card = cardFromLink();
  // The page opened last is the one in hand; pages that a browser restores unseen must not take over.
  take(!document.hidden);
  addEventListener('online', () => relay?.hurry());
  addEventListener('offline', () => relay?.drop());
  document.addEventListener('visibilitychange', () => document.hidden || relay?.hurry());
  // The link on a card, opened where the page is open already, changes nothing but what stands behind the #.
  addEventListener('hashchange', () => /^#t=/.test(location.hash) && location.reload());
}

export function useHere(): void {
  state.value = { ...state.value, phase: 'starting' };
  take(true);
}

const hasSession = (): boolean => storageFor(`${page}.session`).read()?.[0] === '{';

/** Nobody is signed in here nor comes with a card: mostly known before the hub has said anything. */
export const atDoor = (): boolean => card === '' && (phase.value === 'signed_out' || (phase.value === 'starting' && !hasSession()));

let arrived = (): void => undefined;
const arrival = new Promise<void>((done) => (arrived = done));

/** Pressed before the first connection is there, it waits for that; later it says that there is none. */
export async function signIn(params: SessionOpenParams): Promise<SignInAnswer> {
  await arrival;
  const answer = await relay.signIn(params);
  if (sockets.refused && (answer === 'not_here' || answer === 'link_down')) {
    sockets.refused();
    relay.drop();
  }
  return answer;
}

function take(steal: boolean): void {
  takeLock(
    page,
    steal,
    (got) => (got ? begin() : (state.value = { ...state.value, phase: 'elsewhere' })),
    () => relay.giveWay(),
  );
}

// Begun anew each time: the page that had the lock may have changed what is stored.
function begin(): void {
  relay?.stop();
  const created: Relay = createRelay({
    openSocket: (events) => sockets.open(events),
    // Nobody is signed in here who would have to be signed out first.
    opened: () => hasSession() || signInByCard(),
    timers,
    randomBytes,
    wallClock: () => Date.now(),
    outboxStorage: storageFor(`${page}.outbox`),
    sessionStorage: storageFor(`${page}.session`),
    rowsStorage: storageFor(`${page}.rows`),
    changed: (next) => created === relay && receive(next),
    settled,
  });
  relay = created;
  relay.start();
}

function receive(next: RelayState): void {
  // A countdown that just began must not be drawn against the time of the last tick: 1:31 of 90 seconds.
  tick();
  state.value = next;
  if (next.linked) arrived();
  // Not in the middle of what the relay is about to do with this.
  if (card && next.linked && next.phase !== 'starting') queueMicrotask(signInByCard);
}

// Whoever scans a card again, here where it is signed in already, has not moved to another device: first out, then in.
function signInByCard(): void {
  if (!card || isEntering) return;
  if (phase.value === 'signed_in') {
    relay.signOut();
    // What is opened on this connection would be closed with it.
    return relay.drop();
  }
  isEntering = true;
  void relay.signIn({ card }).then((refusal) => {
    isEntering = false;
    if (refusal === 'no_link') return;
    card = '';
    cardRefused.value = refusal ?? '';
  });
}

/** Why the link on the card did not sign in. */
export const cardRefused = signal('');

// The secret must not stay in the address bar, the history or a shared screenshot.
function cardFromLink(): string {
  const found = /^#t=([\w-]*)/.exec(location.hash);
  if (found) history.replaceState(null, '', location.pathname + location.search);
  return found?.[1] ?? '';
}

// With every change of the relay's state, of which the first comes with the first connection or its failure; and then as each second begins.
function tick(): void {
  const hubNow = relay.hubNow();
  const past = hubNow % 1000;
  now.value = hubNow - past;
  clearTimeout(nextTick);
  nextTick = setTimeout(tick, 1000 - past);
}
