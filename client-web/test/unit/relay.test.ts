import { beforeEach, describe, expect, it } from 'vitest';
import { createRelay } from '../../src/core/relay.ts';
import type { Relay, RelayState } from '../../src/core/relay.ts';
import type { HelloResult, MeRow } from '../../src/core/types.gen.ts';
import { countingBytes, FakeNetwork, FakeStorage, FakeTime, settle } from './fakes.ts';

const texts = { vi: 'Có' };
const me: MeRow = { kind: 'me', id: 'hall-0001', site: 'hall', siteName: texts, number: 1, roles: ['participant'], channel: 'participant' };
const anonymous: HelloResult = { v: 1, journal: 'j1', serverTime: 500000, conference: { title: texts, theme: texts } };
const opened = { token: 't1', person: 'hall-0001', roles: ['participant'] };
const known: HelloResult = { ...anonymous, person: 'hall-0001', channel: 'participant' };

let time: FakeTime;
let network: FakeNetwork;
let outboxStorage: FakeStorage;
let sessionStorage: FakeStorage;
let rowsStorage: FakeStorage;
let state: RelayState;
let relay: Relay;

function begin(opened?: () => void): void {
  relay = createRelay({
    ...(opened && { opened }),
    openSocket: network.open,
    timers: time,
    randomBytes: countingBytes,
    wallClock: () => time.now(),
    outboxStorage,
    sessionStorage,
    rowsStorage,
    changed: (next) => (state = next),
    settled: () => undefined,
  });
  relay.start();
}

async function signedIn(): Promise<void> {
  sessionStorage.text = JSON.stringify({ token: 't1', person: 'hall-0001' });
  begin();
  await greet();
}

async function greet(): Promise<void> {
  network.socket.events.opened();
  await network.socket.answer('hello', known);
  network.socket.say({ method: 'snapshot', params: { journal: 'j1', channel: 'person:hall-0001', to: 3, rows: [me] } });
  network.socket.say({ method: 'snapshot', params: { journal: 'j1', channel: 'participant', to: 4, rows: [] } });
}

beforeEach(() => {
  time = new FakeTime();
  time.randomValue = 0;
  network = new FakeNetwork();
  outboxStorage = new FakeStorage();
  sessionStorage = new FakeStorage();
  rowsStorage = new FakeStorage();
});

describe('signing in', () => {
  it('says hello without a token, opens a session, and says hello again in the same breath', async () => {
    begin();
    network.socket.events.opened();
    expect(network.socket.last('hello').params).toEqual({ v: 1 });
    await network.socket.answer('hello', anonymous);
    expect(state.phase).toBe('signed_out');
    const answer = relay.signIn({ code: '482719360517' });
    expect(network.socket.methods()).toEqual(['hello', 'session.open', 'hello']);
    await network.socket.answer('session.open', opened);
    expect(await answer).toBeNull();
    expect(sessionStorage.text).toContain('t1');
    await network.socket.answer('hello', known);
    expect(state.phase).toBe('signed_in');
    expect(network.socket.methods()).toHaveLength(3);
    expect(network.sockets).toHaveLength(1);
  });

  it('of a hub that answers the hello before the session says another, with the token', async () => {
    begin();
    network.socket.events.opened();
    await network.socket.answer('hello', anonymous);
    const answer = relay.signIn({ code: '482719360517' });
    await network.socket.answer('hello', anonymous);
    await network.socket.answer('session.open', opened);
    expect(await answer).toBeNull();
    expect(network.socket.last('hello').params).toEqual({ v: 1, token: 't1', journal: 'j1', own: null });
    await network.socket.answer('hello', known);
    expect(state.phase).toBe('signed_in');
  });

  it('as soon as the socket is open spares the hello of nobody', async () => {
    begin(() => void relay.signIn({ card: 'c' }));
    network.socket.events.opened();
    expect(network.socket.methods()).toEqual(['session.open', 'hello']);
    await network.socket.answer('session.open', opened);
    await network.socket.answer('hello', known);
    expect(state.phase).toBe('signed_in');
    expect(network.socket.methods()).toHaveLength(2);
  });

  it('said with the upgrade asks nothing twice, and takes the time it is told', async () => {
    network.said = ['session.open', 'hello'];
    begin(() => void relay.signIn({ card: 'c' }));
    network.socket.events.opened();
    network.socket.say({ id: 'session.open', result: opened });
    await settle();
    network.socket.say({ id: 'hello', result: known });
    await settle();
    expect(network.socket.methods()).toEqual([]);
    expect(state.phase).toBe('signed_in');
    expect(sessionStorage.text).toContain('t1');
    expect(relay.hubNow()).toBe(known.serverTime);
    expect(relay.roundTrip).toBeNull();
  });

  it('said with the upgrade in vain is said again on the next socket', async () => {
    network.said = ['session.open', 'hello'];
    const answers: unknown[] = [];
    begin(() => void relay.signIn({ card: 'c' }).then((answer) => answers.push(answer)));
    network.socket.events.opened();
    network.socket.events.closed(1006);
    await settle();
    expect(answers).toEqual(['no_link']);
    network.said = [];
    await time.elapse(0);
    network.socket.events.opened();
    expect(network.socket.methods()).toEqual(['session.open', 'hello']);
  });

  it('tells why it was refused', async () => {
    begin();
    network.socket.events.opened();
    await network.socket.answer('hello', anonymous);
    const answer = relay.signIn({ code: '482719360517' });
    await network.socket.refuse('session.open', 'bad_credentials');
    expect(await answer).toBe('bad_credentials');
    expect(await createdWithoutLink().signIn({ code: '1' })).toBe('no_link');
  });

  it('with a dead token forgets it and asks again', async () => {
    sessionStorage.text = JSON.stringify({ token: 'old', person: 'hall-0001' });
    begin();
    network.socket.events.opened();
    await network.socket.refuse('hello', 'bad_credentials');
    expect(sessionStorage.text).toBe('null');
    await network.socket.answer('hello', anonymous);
    expect(state.phase).toBe('signed_out');
  });

  it('ends with 4002, and the next hello has no token', async () => {
    await signedIn();
    network.socket.events.closed(4002);
    await time.elapse(0);
    network.socket.events.opened();
    expect(network.socket.last('hello').params).toEqual({ v: 1 });
    expect(state.phase).toBe('signed_out');
  });

  it('elsewhere (4001) stays elsewhere', async () => {
    await signedIn();
    network.socket.events.closed(4001);
    await time.elapse(60000);
    expect(state.phase).toBe('elsewhere');
    expect(network.sockets).toHaveLength(1);
  });

  it('of an outdated page stops', async () => {
    begin();
    network.socket.events.opened();
    await network.socket.refuse('hello', 'unsupported_version');
    await time.elapse(60000);
    expect(state.phase).toBe('outdated');
    expect(network.sockets).toHaveLength(1);
  });
});

function createdWithoutLink(): Relay {
  network = new FakeNetwork();
  begin();
  return relay;
}

describe('resuming', () => {
  it('names both cursors', async () => {
    await signedIn();
    network.socket.events.closed(1006);
    expect(state.linked).toBe(false);
    await time.elapse(0);
    network.socket.events.opened();
    expect(network.socket.last('hello').params).toEqual({
      v: 1,
      token: 't1',
      journal: 'j1',
      own: 3,
      shared: { name: 'participant', s: 4 },
    });
  });

  it('sends held commands first, then new ones, with the same keys', async () => {
    await signedIn();
    relay.submit('question.submit', { text: 'a' });
    const key = network.socket.last('question.submit').params['key'];
    network.socket.events.closed(1006);
    relay.submit('question.submit', { text: 'b' });
    await time.elapse(0);
    await greet();
    relay.submit('question.submit', { text: 'c' });
    expect(network.socket.sent.map((message) => message.params['text'])).toEqual([undefined, 'a', 'b', 'c']);
    expect(network.socket.sent[1]?.params['key']).toBe(key);
  });

  it('holds what is done after the network is said to be gone, and sends it once on the next connection', async () => {
    await signedIn();
    const gone = network.socket;
    relay.drop();
    expect(state.linked).toBe(false);
    relay.cast(1, { choice: 'yes' });
    expect(gone.methods()).not.toContain('poll.cast');
    relay.hurry();
    await greet();
    await settle();
    expect(network.socket).not.toBe(gone);
    expect(network.socket.last('poll.cast').params).toMatchObject({ poll: 1, choice: 'yes', counter: 1 });
  });

  it('after a gap says hello once, and again only after a while', async () => {
    await signedIn();
    const gap = { method: 'rows', params: { channel: 'participant', from: 8, to: 9, rows: [] } };
    const hellos = (): number => network.socket.methods().filter((method) => method === 'hello').length;
    network.socket.say(gap);
    network.socket.say(gap);
    expect(hellos()).toBe(2);
    time.randomValue = 1;
    await network.socket.answer('hello', known);
    network.socket.say(gap);
    expect(hellos()).toBe(2);
    await time.elapse(2000);
    expect(hellos()).toBe(3);
  });

  it('after a gap does not send held commands twice', async () => {
    await signedIn();
    relay.submit('question.submit', { text: 'a' });
    network.socket.say({ method: 'rows', params: { channel: 'participant', from: 8, to: 9, rows: [] } });
    await network.socket.answer('hello', known);
    expect(network.socket.methods().filter((method) => method === 'question.submit')).toHaveLength(1);
  });
});

describe('commands with a deadline', () => {
  it('carry hub time + 5 s, and are not made without a link', async () => {
    await signedIn();
    expect(relay.hubNow()).toBe(500000);
    expect(relay.submitNow('speaker.call', { speaker: 7, rev: 1 })).toBe('held');
    expect(network.socket.last('speaker.call').params['until']).toBe(505000);
    network.socket.events.closed(1006);
    expect(relay.submitNow('speaker.call', { speaker: 7, rev: 1 })).toBe('offline');
  });
});

describe('what passes', () => {
  it('is kept by poll and site, the latest wins', async () => {
    await signedIn();
    network.socket.say({
      method: 'live',
      params: { serverTime: 500001, turnout: [{ poll: 1, ballots: 3 }], present: [{ site: 'hall', people: 2 }] },
    });
    network.socket.say({
      method: 'live',
      params: {
        serverTime: 500002,
        turnout: [
          { poll: 2, ballots: 1 },
          { poll: 1, ballots: 4 },
        ],
      },
    });
    await settle();
    expect(state.live).toEqual({
      serverTime: 500002,
      turnout: [
        { poll: 1, ballots: 4 },
        { poll: 2, ballots: 1 },
      ],
      present: [{ site: 'hall', people: 2 }],
    });
  });
});

describe('at a site', () => {
  const said = (link: 'up' | 'down', more = {}) => ({ method: 'live', params: { serverTime: 500001, link, since: 400000, outbox: 2, ...more } });

  it('what its process says of its link is known for this connection alone', async () => {
    await signedIn();
    network.socket.say(said('down', { oldest: 490000 }));
    expect(state.site).toMatchObject({ link: 'down', since: 400000, outbox: 2, oldest: 490000 });
    network.socket.say({ method: 'live', params: { serverTime: 500002, turnout: [{ poll: 1, ballots: 3 }] } });
    expect(state.site?.link).toBe('down');
    network.socket.events.closed(1006);
    expect(state.site).toBeNull();
    await time.elapse(0);
    await greet();
    expect([state.site, state.linked]).toEqual([null, true]);
    expect(state.live?.turnout).toEqual([{ poll: 1, ballots: 3 }]);
  });

  it('a command that is kept goes out again with its key at the next host, before anything new', async () => {
    await signedIn();
    relay.submit('question.submit', { text: 'a' });
    const { key } = network.socket.last('question.submit').params;
    network.socket.say({ method: 'kept', params: { key, at: 500003 } });
    expect(state.held[0]).toMatchObject({ kept: 500003, left: true });
    network.socket.events.closed(1006);
    relay.cast(1, { choice: 'yes' });
    await time.elapse(0);
    await greet();
    expect(network.socket.methods()).toEqual(['hello', 'question.submit', 'poll.cast']);
    expect(network.socket.last('question.submit').params['key']).toBe(key);
    await network.socket.answer('question.submit', { key, seq: 9, at: 500004, question: 1 });
    expect(state.held.map((command) => command.method)).toEqual(['poll.cast']);
  });

  it('that cannot tell who somebody is, nobody is signed out', async () => {
    await signedIn();
    network.socket.events.closed(1006);
    await time.elapse(0);
    network.socket.events.opened();
    for (const code of ['link_down', 'not_here']) {
      await network.socket.refuse('hello', code);
      await time.elapse(0);
      network.socket.events.opened();
    }
    expect(sessionStorage.text).toContain('t1');
    expect(network.socket.last('hello').params).toMatchObject({ token: 't1', own: 3 });
  });
});

describe('what was kept on the device', () => {
  const channel = (name: string, s: number, rows: unknown[]): unknown => ({ name, s, rows });
  const kept = { person: 'hall-0001', at: 900, hello: known, own: channel('person:hall-0001', 3, [me]), shared: channel('participant', 4, []) };

  it('is shown before there is an answer, with its age, and goes on from its cursors', async () => {
    sessionStorage.text = JSON.stringify({ token: 't1', person: 'hall-0001' });
    rowsStorage.text = JSON.stringify(kept);
    begin();
    expect(state).toMatchObject({ phase: 'signed_in', linked: false, freshAt: 900, hello: { conference: { title: texts } } });
    expect(state.rows.own?.rows.size).toBe(1);
    network.socket.events.opened();
    expect(network.socket.last('hello').params).toEqual({ v: 1, token: 't1', journal: 'j1', own: 3, shared: { name: 'participant', s: 4 } });
    await network.socket.answer('hello', known);
    expect(state.linked).toBe(true);
  });

  it('is not shown to who is signed out, nor kept for the next', async () => {
    rowsStorage.text = JSON.stringify(kept);
    begin();
    network.socket.events.opened();
    await network.socket.answer('hello', anonymous);
    expect(state).toMatchObject({ phase: 'signed_out', rows: { own: null } });
    await signedIn();
    relay.signOut();
    expect(rowsStorage.text).toBe('');
  });

  it('says since when it is old when the link goes', async () => {
    await signedIn();
    await time.elapse(5000);
    const hubNow = relay.hubNow();
    expect(hubNow).not.toBe(time.now());
    network.socket.events.closed(1006);
    expect(state).toMatchObject({ linked: false, freshAt: hubNow });
  });

  it('is as old as the last word where the link died without one, and that is told before it is given up', async () => {
    await signedIn();
    const lastWord = relay.hubNow();
    await time.elapse(12_000);
    expect(state).toMatchObject({ linked: true, silent: true, freshAt: lastWord });
    await time.elapse(14_000);
    expect(state).toMatchObject({ linked: false, silent: false, freshAt: lastWord });
  });
});
