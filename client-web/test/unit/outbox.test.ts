import { beforeEach, describe, expect, it } from 'vitest';
import { LinkLost, Refused } from '../../src/core/link.ts';
import { createOutbox } from '../../src/core/outbox.ts';
import type { HeldCommand, Outbox, Send } from '../../src/core/outbox.ts';
import type { ErrorCode } from '../../src/core/types.gen.ts';
import { countingBytes, FakeStorage, FakeTime, settle } from './fakes.ts';

interface Sending {
  method: string;
  key: string;
  params: Record<string, unknown>;
  /** What was stored when it went out. */
  stored: string | null;
  succeed(): Promise<void>;
  refuse(code: ErrorCode): Promise<void>;
  lose(): Promise<void>;
}

class Bench {
  readonly time = new FakeTime();
  readonly storage = new FakeStorage();
  readonly sendings: Sending[] = [];
  readonly settled: [HeldCommand, ErrorCode | null][] = [];

  #send = (method: string, params: Record<string, unknown>): Promise<unknown> =>
    new Promise((resolve, reject) => {
      this.sendings.push({
        method,
        key: String(params['key']),
        params,
        stored: this.storage.text,
        succeed: () => (resolve({}), settle()),
        refuse: (code) => (reject(new Refused({ code })), settle()),
        lose: () => (reject(new LinkLost()), settle()),
      });
    });

  outbox: Outbox = this.reload();

  reload(): Outbox {
    this.outbox = createOutbox({
      storage: this.storage,
      timers: this.time,
      randomBytes: countingBytes,
      wallClock: () => this.time.now(),
      send: this.#send as Send,
      changed: () => undefined,
      settled: (command, refusal) => this.settled.push([command, refusal?.code ?? null]),
    });
    this.outbox.belongTo('hall-0001');
    return this.outbox;
  }

  sending(index: number): Sending {
    const sending = this.sendings.at(index);
    if (!sending) throw new Error(`sending ${index} is missing`);
    return sending;
  }

  ask(text: string): string {
    return this.outbox.submit('question.submit', { text });
  }

  held(): HeldCommand[] {
    return [...this.outbox.heldBy('hall-0001')];
  }

  texts(): unknown[] {
    return this.sendings.map((sending) => sending.params['text']);
  }
}

let bench: Bench;

beforeEach(() => {
  bench = new Bench();
});

describe('a command', () => {
  it('is stored before it is sent', () => {
    bench.outbox.resume('hall-0001');
    bench.ask('a');
    expect(bench.sending(0).stored).toContain(bench.sending(0).key);
  });

  it('is not sent when it cannot be stored', () => {
    bench.outbox.resume('hall-0001');
    bench.storage.full = true;
    expect(bench.ask('a')).toBe('not_stored');
    expect(bench.sendings).toEqual([]);
    expect(bench.held()).toEqual([]);
  });

  it('leaves with the final result, and its answer is told once', async () => {
    bench.outbox.resume('hall-0001');
    bench.ask('a');
    await bench.sending(0).succeed();
    expect(bench.held()).toEqual([]);
    expect(bench.storage.text).not.toContain(bench.sending(0).key);
    expect(bench.settled.map(([, code]) => code)).toEqual([null]);
  });

  it('made without a link waits for it', () => {
    expect(bench.ask('a')).toBe('held');
    expect(bench.sendings).toEqual([]);
    bench.outbox.resume('hall-0001');
    expect(bench.texts()).toEqual(['a']);
  });

  it('that is dangerous when late is not taken without a link', () => {
    const call = { speaker: 1, rev: 1, until: 5 };
    expect(bench.outbox.submit('speaker.call', call)).toBe('offline');
    bench.outbox.resume('hall-0001');
    expect(bench.outbox.submit('speaker.call', call)).toBe('held');
    bench.outbox.pause();
    expect(bench.outbox.submit('speaker.call', call)).toBe('offline');
  });

  it('beyond the cap is refused at once', () => {
    for (let count = 0; count < 50; count += 1) expect(bench.ask('a')).toBe('held');
    expect(bench.ask('b')).toBe('full');
  });
});

describe('after every connection', () => {
  it('all held commands go out in the order made, new ones behind, same keys', async () => {
    bench.outbox.resume('hall-0001');
    bench.ask('a');
    bench.ask('b');
    const keys = bench.sendings.map((sending) => sending.key);
    await bench.sending(0).lose();
    bench.outbox.pause();
    bench.ask('c');
    bench.outbox.resume('hall-0001');
    bench.ask('d');
    expect(bench.texts()).toEqual(['a', 'b', 'a', 'b', 'c', 'd']);
    expect(bench.sendings.slice(2, 4).map((sending) => sending.key)).toEqual(keys);
  });

  it('only a few are under way at once, in order', async () => {
    for (const text of ['a', 'b', 'c', 'd', 'e', 'f']) bench.ask(text);
    bench.outbox.resume('hall-0001');
    expect(bench.texts()).toEqual(['a', 'b', 'c', 'd']);
    await bench.sending(0).succeed();
    expect(bench.texts()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('what the site keeps is shown so, and is not in the way of what comes after it', async () => {
    for (const text of ['a', 'b', 'c', 'd', 'e']) bench.ask(text);
    bench.outbox.resume('hall-0001');
    for (const index of [0, 1]) bench.outbox.kept({ key: bench.sending(index).key, at: 7000 + index });
    expect(bench.texts()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(bench.outbox.heldBy('hall-0001').map((command) => command.kept)).toEqual([7000, 7001, undefined, undefined, undefined]);
    await bench.sending(0).succeed();
    expect(bench.outbox.heldBy('hall-0001').map((command) => command.kept)).toEqual([7001, undefined, undefined, undefined]);
    bench.outbox.resume('hall-0001');
    expect(bench.outbox.heldBy('hall-0001').map((command) => command.kept)).toEqual([undefined, undefined, undefined, undefined]);
    bench.outbox.kept({ key: 'unheard of', at: 1 });
  });

  it('what has not left the device can be taken back, what has left cannot', async () => {
    bench.ask('a');
    bench.ask('b');
    const [a, b] = bench.held();
    bench.outbox.dismiss(a?.key ?? '');
    expect(bench.held().map((command) => command.key)).toEqual([b?.key]);
    bench.outbox.resume('hall-0001');
    bench.ask('c');
    expect(bench.sending(0).stored).toContain('"left":true');
    bench.outbox.pause();
    for (const { key, left } of bench.held()) {
      expect(left).toBe(true);
      bench.outbox.dismiss(key);
    }
    bench.reload();
    for (const { key } of bench.held()) bench.outbox.dismiss(key);
    expect(bench.held()).toHaveLength(2);
  });

  it('what must not happen late is not tried again when the site says that it is cut off', async () => {
    bench.outbox.resume('hall-0001');
    bench.outbox.submit('speaker.ready', { speaker: 1, rev: 1, until: 9000 });
    await bench.sending(0).refuse('link_down');
    expect(bench.settled.map(([, code]) => code)).toEqual(['link_down']);
    expect(bench.held()).toEqual([]);
    bench.outbox.submit('person.check_in', { person: 'dc01-0001', on: true });
    await bench.sending(1).refuse('link_down');
    expect(bench.held().map((command) => command.delayed)).toEqual(['link_down']);
    await bench.time.elapse(15_000);
    expect(bench.sendings).toHaveLength(3);
  });

  it('the receipt of a ballot is stored, and goes with it wherever it is sent', async () => {
    bench.outbox.resume('hall-0001');
    bench.outbox.cast(1, { choice: 'yes' });
    expect(bench.sending(0).params).not.toHaveProperty('receipt');
    bench.outbox.kept({ key: bench.sending(0).key, at: 7000, receipt: 'R' });
    bench.reload();
    bench.outbox.resume('hall-0001');
    expect(bench.sending(1).params).toEqual({ ...bench.sending(0).params, receipt: 'R' });
    await bench.sending(1).succeed();
    expect(bench.held()).toEqual([]);
  });

  it('knows its own ballots from those of another device', () => {
    bench.outbox.cast(1, { choice: 'yes' });
    const [sent] = bench.held() as HeldCommand<'poll.cast'>[];
    expect([bench.outbox.castHere(1), bench.outbox.castHere(2)]).toEqual([1, 0]);
    expect(bench.outbox.isThisDevice(sent?.params.device ?? '')).toBe(true);
    expect(bench.outbox.isThisDevice('AAAAAAAAAAA')).toBe(false);
  });

  it('answers of the old connection count for nothing', async () => {
    bench.outbox.resume('hall-0001');
    bench.ask('a');
    bench.outbox.pause();
    bench.outbox.resume('hall-0001');
    await bench.sending(0).refuse('full');
    expect(bench.held()).toHaveLength(1);
    expect(bench.held()[0]?.refused).toBeUndefined();
    await bench.sending(1).succeed();
    expect(bench.held()).toEqual([]);
  });

  it('commands of another person stay where they are', () => {
    bench.ask('a');
    bench.outbox.resume('hall-0002');
    expect(bench.sendings).toEqual([]);
    bench.outbox.resume('hall-0001');
    expect(bench.texts()).toEqual(['a']);
  });
});

describe('a crash', () => {
  it('at any step leads to the same keys again, and each is answered once', async () => {
    for (const crash of ['made', 'sent', 'answered', 'never'] as const) {
      bench = new Bench();
      const resume = (): void => bench.outbox.resume('hall-0001');
      if (crash !== 'made') resume();
      bench.ask('a');
      const [held] = bench.held();
      if (crash === 'answered') {
        // The answer came, but forgetting it was not written any more.
        bench.storage.full = true;
        await bench.sending(0).succeed();
        bench.storage.full = false;
      }
      if (crash !== 'never') {
        bench.reload();
        resume();
      }
      expect(bench.sendings.every((sending) => sending.key === held?.key)).toBe(true);
      await bench.sending(-1).succeed();
      expect(bench.held()).toEqual([]);
      bench.reload();
      resume();
      expect(bench.held()).toEqual([]);
    }
  });

  it('does not reuse a ballot counter', () => {
    bench.outbox.resume('hall-0001');
    bench.outbox.cast(1, { choice: 'yes' });
    bench.reload();
    bench.outbox.resume('hall-0001');
    bench.outbox.cast(1, { choice: 'no' });
    bench.outbox.cast(2, { choice: 'no' });
    const casts = bench.held().map((command) => (command as HeldCommand<'poll.cast'>).params);
    expect(casts.map((cast) => [cast.poll, cast.counter, cast.choice])).toEqual([
      [1, 1, 'yes'],
      [1, 2, 'no'],
      [2, 1, 'no'],
    ]);
    expect(new Set(casts.map((cast) => cast.device)).size).toBe(1);
    expect(casts[0]?.device).toMatch(/^[\w-]{11}$/);
    expect(bench.held()[0]?.key).toMatch(/^[\w-]{22}$/);
  });

  it('with damaged storage begins with an empty outbox', () => {
    bench.storage.text = '{"device":';
    bench.reload();
    expect(bench.held()).toEqual([]);
    expect(bench.ask('a')).toBe('held');
  });
});

describe('an answer that is not final', () => {
  for (const code of ['rate_limited', 'busy', 'not_stored', 'no_memory', 'late'] as const) {
    it(`(${code}) keeps the command and sends it again later, same key`, async () => {
      bench.outbox.resume('hall-0001');
      bench.outbox.cast(1, { choice: 'yes' });
      await bench.sending(0).refuse(code);
      expect(bench.held()[0]?.delayed).toBe(code);
      expect(bench.sendings).toHaveLength(1);
      await bench.time.elapse(500);
      expect(bench.sending(1).key).toBe(bench.sending(0).key);
      await bench.sending(1).succeed();
      expect(bench.held()).toEqual([]);
    });
  }

  it('waits longer each time, up to 15 s', async () => {
    bench.time.randomValue = 1;
    bench.outbox.resume('hall-0001');
    bench.ask('a');
    const waits: number[] = [];
    for (let turn = 0; turn < 7; turn += 1) {
      await bench.sending(-1).refuse('busy');
      const before = bench.sendings.length;
      const from = bench.time.now();
      while (bench.sendings.length === before) await bench.time.elapse(100);
      waits.push(bench.time.now() - from);
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15000, 15000]);
  });

  it('holds back later commands of its kind, not others', async () => {
    bench.outbox.resume('hall-0001');
    bench.ask('a');
    await bench.sending(0).refuse('rate_limited');
    bench.ask('b');
    bench.outbox.cast(1, { choice: 'yes' });
    expect(bench.sendings.map((sending) => sending.method)).toEqual(['question.submit', 'poll.cast']);
    await bench.time.elapse(500);
    expect(bench.texts()).toEqual(['a', undefined, 'a', 'b']);
  });

  it('(late) does not hold back a ballot of another poll', async () => {
    bench.outbox.resume('hall-0001');
    bench.outbox.cast(1, { choice: 'yes' });
    await bench.sending(0).refuse('late');
    bench.outbox.cast(2, { choice: 'yes' });
    expect(bench.sending(1).params['poll']).toBe(2);
  });
});

describe('a final refusal', () => {
  it('of what a person wrote stays until dismissed and is not sent again', async () => {
    bench.outbox.resume('hall-0001');
    bench.ask('a');
    await bench.sending(0).refuse('intake_closed');
    expect(bench.held()[0]?.refused).toBe('intake_closed');
    bench.reload();
    bench.outbox.resume('hall-0001');
    expect(bench.sendings).toHaveLength(1);
    bench.outbox.dismiss(bench.sending(0).key);
    expect(bench.held()).toEqual([]);
  });

  it('of an act of the desk is told and gone', async () => {
    bench.outbox.resume('hall-0001');
    bench.outbox.submit('question.approve', { question: 1, rev: 1 });
    await bench.sending(0).refuse('stale_rev');
    expect(bench.held()).toEqual([]);
    expect(bench.settled.map(([, code]) => code)).toEqual(['stale_rev']);
  });

  it('is not what a lost session is: the command waits for the next sign-in', async () => {
    bench.outbox.resume('hall-0001');
    bench.ask('a');
    await bench.sending(0).refuse('not_signed_in');
    expect(bench.held()).toHaveLength(1);
    bench.outbox.resume('hall-0001');
    expect(bench.sending(1).key).toBe(bench.sending(0).key);
  });
});
