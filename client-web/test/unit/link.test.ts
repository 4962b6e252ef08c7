import { beforeEach, describe, expect, it } from 'vitest';
import { createLink, LinkLost, Refused } from '../../src/core/link.ts';
import type { Link, Notification } from '../../src/core/link.ts';
import { FakeNetwork, FakeTime, settle } from './fakes.ts';

let time: FakeTime;
let network: FakeNetwork;
let opened: number;
let closes: number[];
let notes: Notification[];
let silences: boolean[];
let link: Link;

beforeEach(() => {
  time = new FakeTime();
  network = new FakeNetwork();
  opened = 0;
  closes = [];
  notes = [];
  silences = [];
  link = createLink(network.open, time, {
    opened: () => (opened += 1),
    notified: (note) => notes.push(note),
    silent: (is) => silences.push(is),
    closed: (code) => closes.push(code),
  });
  link.start();
});

const beat = { method: 'live', params: { serverTime: 1 } };

describe('requests', () => {
  it('are answered by id, in any order', async () => {
    network.socket.events.opened();
    const first = link.request('question.list', { after: 1 });
    const second = link.request('question.list', { after: 2 });
    const [a, b] = network.socket.sent;
    network.socket.say({ id: b?.id, result: { questions: [], more: false } });
    network.socket.say({ id: a?.id, result: { questions: [], more: true } });
    expect((await first).more).toBe(true);
    expect((await second).more).toBe(false);
  });

  it('that went with the upgrade are not sent: their answers bear their names', async () => {
    network.said = ['hello'];
    link.drop();
    link.hurry();
    network.socket.events.opened();
    expect(link.said('hello')).toBe(true);
    const hello = link.request('hello', { v: 1 });
    expect([link.said('hello'), network.socket.sent.length]).toEqual([false, 0]);
    const again = link.request('hello', { v: 1 });
    network.socket.say({ id: 'hello', result: { journal: 'said' } });
    await network.socket.answer('hello', { journal: 'sent' });
    expect([(await hello).journal, (await again).journal]).toEqual(['said', 'sent']);
  });

  it('that are refused say why', async () => {
    network.socket.events.opened();
    const asked = link.request('session.close', {});
    void network.socket.refuse('session.close', 'busy');
    await expect(asked).rejects.toEqual(new Refused({ code: 'busy' }));
  });

  it('without an open socket fail at once', async () => {
    await expect(link.request('session.close', {})).rejects.toBeInstanceOf(LinkLost);
  });

  it('under way fail when the socket goes', async () => {
    network.socket.events.opened();
    const asked = link.request('session.close', {});
    network.socket.events.closed(1006);
    await expect(asked).rejects.toBeInstanceOf(LinkLost);
  });
});

describe('a lost connection', () => {
  it('is tried again after 0.5 s * 2^n with full jitter, at most 15 s', async () => {
    time.randomValue = 1;
    const waits: number[] = [];
    for (let turn = 0; turn < 7; turn += 1) {
      const from = time.now();
      const before = network.sockets.length;
      network.socket.events.closed(1006);
      while (network.sockets.length === before) await time.elapse(100);
      waits.push(time.now() - from);
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15000, 15000]);
    time.randomValue = 0;
    const before = network.sockets.length;
    network.socket.events.closed(1006);
    await time.elapse(0);
    expect(network.sockets.length).toBe(before + 1);
  });

  it('begins the back-off anew only once the hub has proved itself', async () => {
    time.randomValue = 1;
    network.socket.events.closed(1006);
    await time.elapse(500);
    network.socket.events.opened();
    network.socket.events.closed(1006);
    await time.elapse(500);
    expect(network.sockets).toHaveLength(2);
    await time.elapse(500);
    expect(network.sockets).toHaveLength(3);
    network.socket.events.opened();
    link.proved();
    network.socket.events.closed(1006);
    await time.elapse(500);
    expect(network.sockets).toHaveLength(4);
  });

  it('is tried at once when the network comes back', () => {
    network.socket.events.closed(1006);
    link.hurry();
    expect(network.sockets).toHaveLength(2);
    link.hurry();
    expect(network.sockets).toHaveLength(2);
  });

  it('with 4001 is not tried again', async () => {
    network.socket.events.opened();
    network.socket.events.closed(4001);
    await time.elapse(60000);
    expect(network.sockets).toHaveLength(1);
    expect(closes).toEqual([4001]);
    link.start();
    expect(network.sockets).toHaveLength(2);
  });
});

describe('silence', () => {
  it('of 25 s is death: the socket is closed and another opened', async () => {
    time.randomValue = 0;
    const first = network.socket;
    first.events.opened();
    await time.elapse(24999);
    expect(first.closedByClient).toBe(false);
    await time.elapse(2);
    expect(first.closedByClient).toBe(true);
    expect(network.sockets).toHaveLength(2);
  });

  it('is told when a beat is a second and a half late, and that it is over with the next message; the socket stays', async () => {
    network.socket.events.opened();
    await time.elapse(11_499);
    expect(silences).toEqual([]);
    await time.elapse(2);
    expect(silences).toEqual([true]);
    network.socket.say(beat);
    expect(silences).toEqual([true, false]);
    await time.elapse(11_000);
    network.socket.say(beat);
    expect(silences).toEqual([true, false]);
    expect(network.sockets).toHaveLength(1);
  });

  it('ends with any message', async () => {
    network.socket.events.opened();
    for (let turn = 0; turn < 5; turn += 1) {
      await time.elapse(20000);
      network.socket.say(beat);
    }
    expect(network.sockets).toHaveLength(1);
    expect(notes).toHaveLength(5);
  });

  it('before the socket opens counts too', async () => {
    time.randomValue = 0;
    await time.elapse(25001);
    expect(network.sockets).toHaveLength(2);
  });
});

describe('an older socket', () => {
  it('changes nothing, whatever it still says', async () => {
    const old = network.socket;
    old.events.opened();
    old.events.closed(1006);
    link.hurry();
    network.socket.events.opened();
    old.say(beat);
    old.events.opened();
    old.events.closed(4001);
    await settle();
    expect(notes).toEqual([]);
    expect(opened).toBe(2);
    expect(closes).toEqual([1006]);
    void link.request('hello', { v: 1 });
    expect(network.socket.sent).toHaveLength(1);
  });
});
