// Commands held until the hub's final answer, through reloads and lost links; the rules stand in the protocol file, "Commands".
import { backoff } from './backoff.ts';
import { base64url } from './base64url.ts';
import { Refused } from './link.ts';
import { parsed } from './parsed.ts';
import type { Ballot } from './polls.ts';
import type { Timers } from './timers.ts';
import { COMMANDS_WITH_REMEMBERED_REFUSAL, DEVICE_BYTES, KEY_BYTES, PASSING_ERRORS } from './types.gen.ts';
import type { Command, ErrorCode, ErrorData, KeptParams, Methods } from './types.gen.ts';

/** Parameters as the user made them: the outbox adds the key. */
export type Wish<C extends Command> = Omit<Methods[C]['params'], 'key'>;

export interface HeldCommand<C extends Command = Command> {
  readonly key: string;
  readonly method: C;
  readonly params: Wish<C>;
  readonly person: string;
  readonly madeAt: number;
  /** Refused for good; kept so that the person sees it, until dismissed. */
  readonly refused?: ErrorCode;
  /** Why the hub did not take it yet; it goes out again. Not stored: another connection may go better. */
  readonly delayed?: ErrorCode;
  /** When the site took it onto its disk; the hub's answer comes when the site can reach it. Not stored: every connection asks again. */
  readonly kept?: number;
  /** Sent, or about to be: from here on only the hub says what becomes of it. */
  readonly left?: true;
  /** The site's word of a ballot, when it had kept it: goes with the ballot from then on, wherever that is sent. */
  readonly receipt?: string;
}

interface Stored {
  readonly device: string;
  readonly counters: Readonly<Record<string, number>>;
  readonly held: readonly HeldCommand[];
}

export interface Storage {
  read(): string | null;
  /** Throws when nothing can be stored. */
  write(text: string): void;
}

export type Settled = (command: HeldCommand, refusal: ErrorData | null) => void;
export type Send = <C extends Command>(method: C, params: Methods[C]['params']) => Promise<Methods[C]['result']>;

export interface OutboxNeeds {
  storage: Storage;
  timers: Timers;
  randomBytes(count: number): Uint8Array;
  wallClock(): number;
  send: Send;
  changed(): void;
  settled: Settled;
}

export type Submitted = 'held' | 'offline' | 'full' | 'not_stored';

export interface Outbox {
  submit<C extends Command>(method: C, params: Wish<C>): Submitted;
  cast(poll: number, ballot: Ballot): Submitted;
  /** Whose acts these are, known from before while there is no connection yet. */
  belongTo(person: string): void;
  /** The hub knows this person on this connection: everything held goes out, oldest first. */
  resume(person: string): void;
  pause(): void;
  /** The site says that it has this command on its disk. */
  kept(notice: KeptParams): void;
  /** What was refused, or has not left this device. */
  dismiss(key: string): void;
  /** How many ballots of this poll were made on this device. */
  castHere(poll: number): number;
  isThisDevice(device: string): boolean;
  heldBy(person: string): readonly HeldCommand[];
}

const HELD_MAX = 50;
// More at once would look like a flood after a long time offline.
const UNDER_WAY_MAX = 4;

const isDangerousWhenLate = (params: object): boolean => 'until' in params;
const includes = (list: readonly string[], word: string): boolean => list.includes(word);

// What waits to be tried again holds back its own kind only: a question that came too fast must not delay a ballot.
const laneOf = (method: Command): string => method.slice(0, method.indexOf('.'));

export function createOutbox(needs: OutboxNeeds): Outbox {
  const { timers } = needs;
  let stored = read(needs);
  let person: string | null = null;
  let connections = 0;
  // 0 = none: then nothing is sent, and answers of an older connection count for nothing.
  let connection = 0;
  let underWay = new Set<string>();
  let tries = new Map<string, number>();
  let waitingLanes = new Set<string>();
  let waitingLate = new Set<string>();
  let cancels: (() => void)[] = [];
  let delays = new Map<string, ErrorCode>();
  let atSite = new Map<string, number>();
  let shown: { who: string; held: readonly HeldCommand[] } | null = null;

  function touched(): void {
    shown = null;
    needs.changed();
  }

  function withDelay(command: HeldCommand): HeldCommand {
    const delayed = delays.get(command.key);
    if (delayed) return { ...command, delayed };
    const kept = atSite.get(command.key);
    return kept ? { ...command, kept } : command;
  }

  function store(next: Stored): boolean {
    try {
      needs.storage.write(JSON.stringify(next));
    } catch {
      return false;
    }
    stored = next;
    return true;
  }

  // Forgetting may fail to be written: the command then goes out once more after a reload and gets its first answer.
  function forget(next: Stored): void {
    if (!store(next)) stored = next;
    touched();
  }

  function hold(method: Command, params: Wish<Command>, counters: Stored['counters']): Submitted {
    if (person === null) return 'offline';
    if (stored.held.length >= HELD_MAX) return 'full';
    const key = base64url(needs.randomBytes(KEY_BYTES));
    const command: HeldCommand = { key, method, params, person, madeAt: needs.wallClock(), ...(connection !== 0 && { left: true as const }) };
    if (!store({ ...stored, counters, held: [...stored.held, command] })) return 'not_stored';
    touched();
    sendHeld();
    return 'held';
  }

  function sendHeld(): void {
    if (connection === 0) return;
    for (const command of stored.held) {
      // What the site keeps may wait for hours, and must not be in the way of what comes after it.
      if (underWay.size - atSite.size >= UNDER_WAY_MAX) return;
      if (command.person !== person || command.refused || underWay.has(command.key)) continue;
      if (waitingLanes.has(laneOf(command.method)) || waitingLate.has(command.key)) continue;
      sendOne(command);
    }
  }

  function sendOne(command: HeldCommand): void {
    const mine = connection;
    underWay.add(command.key);
    const answered = (act: () => void): void => {
      if (mine !== connection) return;
      underWay.delete(command.key);
      atSite.delete(command.key);
      act();
      sendHeld();
    };
    const { key, params, receipt } = command;
    needs.send(command.method, { ...params, key, ...(receipt && { receipt }) } as Methods[Command]['params']).then(
      () => answered(() => settle(command, null)),
      (reason: unknown) => {
        // A lost link says nothing about the command: it stays, and goes again with the next connection.
        if (reason instanceof Refused) answered(() => refused(command, reason.data));
      },
    );
  }

  function refused(command: HeldCommand, refusal: ErrorData): void {
    if (refusal.code === 'not_signed_in') return pause();
    // The site alone has said that, and what must not happen late is not tried again.
    const tooLate = refusal.code === 'link_down' && isDangerousWhenLate(command.params);
    if (tooLate || !includes(PASSING_ERRORS, refusal.code)) return settle(command, refusal);
    delays.set(command.key, refusal.code);
    touched();
    const waiting = refusal.code === 'late' ? waitingLate : waitingLanes;
    const name = refusal.code === 'late' ? command.key : laneOf(command.method);
    if (waiting.has(name)) return;
    const failures = tries.get(name) ?? 0;
    tries.set(name, failures + 1);
    waiting.add(name);
    cancels.push(
      timers.after(backoff(failures, timers.random), () => {
        waiting.delete(name);
        sendHeld();
      }),
    );
  }

  function settle(command: HeldCommand, refusal: ErrorData | null): void {
    tries.delete(laneOf(command.method));
    tries.delete(command.key);
    delays.delete(command.key);
    const others = stored.held.filter((held) => held.key !== command.key);
    const keep = refusal !== null && includes(COMMANDS_WITH_REMEMBERED_REFUSAL, command.method);
    const held = keep ? stored.held.map((one) => (one.key === command.key ? { ...one, refused: refusal.code } : one)) : others;
    forget({ ...stored, held });
    needs.settled(command, refusal);
  }

  function pause(): void {
    connection = 0;
    underWay = new Set();
    atSite = new Map();
    tries = new Map();
    waitingLanes = new Set();
    waitingLate = new Set();
    for (const cancel of cancels) cancel();
    cancels = [];
    delays = new Map();
    touched();
  }

  return {
    submit(method, params) {
      if (connection === 0 && isDangerousWhenLate(params)) return 'offline';
      return hold(method, params, stored.counters);
    },
    cast(poll, ballot) {
      const counter = (stored.counters[poll] ?? 0) + 1;
      const params = { poll, device: stored.device, counter, ...ballot };
      return hold('poll.cast', params, { ...stored.counters, [poll]: counter });
    },
    belongTo(newPerson) {
      person = newPerson;
    },
    resume(newPerson) {
      pause();
      person = newPerson;
      connections += 1;
      connection = connections;
      // Written before it goes, so that nobody takes back what the hub may have. Where it cannot be written, it goes all the same.
      if (stored.held.some((held) => held.person === person && !held.left))
        forget({ ...stored, held: stored.held.map((held) => (held.person === person ? { ...held, left: true } : held)) });
      sendHeld();
    },
    pause,
    kept({ key, at, receipt }) {
      if (!underWay.has(key)) return;
      atSite.set(key, at);
      if (receipt) forget({ ...stored, held: stored.held.map((held) => (held.key === key ? { ...held, receipt } : held)) });
      else touched();
      sendHeld();
    },
    dismiss(key) {
      const command = stored.held.find((held) => held.key === key);
      if (command && (command.refused || !command.left)) forget({ ...stored, held: stored.held.filter((held) => held.key !== key) });
    },
    castHere: (poll) => stored.counters[poll] ?? 0,
    isThisDevice: (device) => device === stored.device,
    heldBy(who) {
      if (shown?.who !== who) shown = { who, held: stored.held.filter((command) => command.person === who).map(withDelay) };
      return shown.held;
    },
  };
}

function read(needs: OutboxNeeds): Stored {
  const stored = parsed<Stored>(needs.storage.read());
  if (typeof stored?.device === 'string' && Array.isArray(stored.held)) return stored;
  // Nothing there yet, or not ours: both begin with an empty outbox.
  return { device: base64url(needs.randomBytes(DEVICE_BYTES)), counters: {}, held: [] };
}
