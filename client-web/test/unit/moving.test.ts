import { beforeEach, describe, expect, it } from 'vitest';
import { createLink } from '../../src/core/link.ts';
import type { Link } from '../../src/core/link.ts';
import { createMoving } from '../../src/core/moving.ts';
import type { Moving } from '../../src/core/moving.ts';
import { FakeSocket, FakeStorage, FakeTime } from './fakes.ts';

const SITE = 'https://dc07.example.vn:8443';
const HUB = 'https://hub.example.vn';
const LOOKED_AT_FIRST_MS = 20_000;

let time: FakeTime;
let storage: FakeStorage;
let tried: string[];
let sockets: FakeSocket[];
let moving: Moving;
let online: boolean;
let link: Link;

function begin(origin = SITE): void {
  moving = createMoving({
    origin,
    storage,
    timers: time,
    online: () => online,
    openAt: (address, events) => {
      tried.push(address);
      const socket = new FakeSocket(events);
      sockets.push(socket);
      return socket;
    },
    comeBack: () => link.drop(),
  });
  link = createLink(moving.open, time, { opened: () => undefined, notified: () => undefined, silent: () => undefined, closed: () => moving.lost() });
  link.start();
}

const last = (): FakeSocket => {
  const socket = sockets.at(-1);
  if (!socket) throw new Error('no socket was opened');
  return socket;
};

function greet(addresses: string[] = [SITE, HUB], siteProcess = true): void {
  last().events.opened();
  link.proved();
  moving.greeted(addresses, siteProcess);
}

// The hub and everything else is up to 15 s away.
async function fail(): Promise<void> {
  last().events.closed(1006);
  await time.elapse(15_000);
}

beforeEach(() => {
  time = new FakeTime();
  online = true;
  storage = new FakeStorage();
  tried = [];
  sockets = [];
});

describe('a page whose site dies', () => {
  it('tries the site once more, then the hub, then the site again', async () => {
    begin();
    greet();
    await fail();
    expect(tried).toEqual([SITE, SITE]);
    await fail();
    await fail();
    await fail();
    expect(tried).toEqual([SITE, SITE, HUB, SITE, HUB]);
  });

  it('waits longer and longer, wherever it tries', async () => {
    begin();
    greet();
    time.randomValue = 1;
    for (const pause of [500, 1000, 2000, 4000, 8000, 15_000, 15_000]) {
      const before = tried.length;
      last().events.closed(1006);
      await time.elapse(pause - 1);
      expect(tried).toHaveLength(before);
      await time.elapse(1);
      expect(tried).toHaveLength(before + 1);
    }
  });

  it('does not blame an address for a device that has no network', async () => {
    begin();
    greet();
    online = false;
    await fail();
    await fail();
    online = true;
    await fail();
    expect(tried).toEqual([SITE, SITE, SITE, SITE]);
    await fail();
    expect(tried.at(-1)).toBe(HUB);
  });

  it('goes on at once where nobody serves this person', async () => {
    begin();
    greet();
    moving.refused();
    await fail();
    expect(tried).toEqual([SITE, HUB]);
  });

  it('stays with the only address it knows', async () => {
    begin();
    last().events.opened();
    moving.greeted(undefined, undefined);
    await fail();
    await fail();
    expect(tried).toEqual([SITE, SITE, SITE]);
    expect(moving.preferred).toBe(true);
  });
});

describe('a page that is at the hub', () => {
  beforeEach(() => {
    time.randomValue = 0;
    begin(HUB);
    greet();
  });

  // The hub is heard meanwhile.
  const site = async (): Promise<FakeSocket> => {
    time.randomValue = 0;
    sockets[0]?.say({ method: 'live', params: { serverTime: 1 } });
    await time.elapse(LOOKED_AT_FIRST_MS);
    return last();
  };

  it('looks after its site, and goes there once it has the hub', async () => {
    const look = await site();
    expect(tried).toEqual([HUB, SITE]);
    expect(moving.preferred).toBe(false);
    look.events.opened();
    expect(look.sent).toEqual([{ jsonrpc: '2.0', id: 1, method: 'hello', params: { v: 1 } }]);
    look.say({ id: 1, result: { v: 1 } });
    expect(look.closedByClient).toBe(false);
    look.say({ method: 'live', params: { serverTime: 1, link: 'up', since: 1, outbox: 0 } });
    expect(look.closedByClient).toBe(true);
    await time.elapse(500);
    expect(tried).toEqual([HUB, SITE, SITE]);
    greet();
    expect(moving.preferred).toBe(true);
    last().say({ method: 'live', params: { serverTime: 1, link: 'up', since: 1, outbox: 0 } });
    await time.elapse(LOOKED_AT_FIRST_MS);
    expect(tried).toHaveLength(3);
  });

  it('stays while its site is cut off, fenced or dead, and looks again', async () => {
    (await site()).say({ method: 'live', params: { serverTime: 1, link: 'down', since: 1, outbox: 3 } });
    expect(last().closedByClient).toBe(true);
    (await site()).events.closed(1006);
    const silent = await site();
    sockets[0]?.say({ method: 'live', params: { serverTime: 1 } });
    await time.elapse(10_000);
    expect(silent.closedByClient).toBe(true);
    await site();
    expect(tried).toEqual([HUB, SITE, SITE, SITE, SITE]);
    expect(sockets[0]?.closedByClient).toBe(false);
  });

  it('looks at once when its network or the page comes back', () => {
    moving.hurry();
    const look = last();
    expect(tried).toEqual([HUB, SITE]);
    moving.hurry();
    expect(look.closedByClient).toBe(true);
    expect(tried).toEqual([HUB, SITE, SITE]);
    sockets[0]?.events.closed(1006);
    moving.hurry();
    expect(tried).toEqual([HUB, SITE, SITE]);
    link.hurry();
    greet();
    expect(tried).toEqual([HUB, SITE, SITE, HUB, SITE]);
  });

  it('looks no more when its own connection is lost', async () => {
    const look = await site();
    sockets[0]?.events.closed(1006);
    expect(look.closedByClient).toBe(true);
    look.say({ method: 'live', params: { serverTime: 1, link: 'up', since: 1, outbox: 0 } });
    await time.elapse(500);
    expect(tried).toEqual([HUB, SITE, HUB]);
  });
});

describe('a display, which tells others where to go', () => {
  const says = (link: 'up' | 'down'): void => last().say({ method: 'live', params: { serverTime: 1, link, since: 1, outbox: 0 } });

  const opens = (origin: string): void => {
    time.randomValue = 0;
    begin(origin);
    moving.hurry();
    greet();
  };

  for (const [where, origin] of [
    ['the hub', HUB],
    ['another name of its site', 'https://localhost:8443'],
  ] as const)
    it(`opened at ${where}, it goes to its site as soon as it is greeted`, async () => {
      opens(origin);
      expect(tried).toEqual([origin, SITE]);
      says('up');
      expect(moving.address).toBe(SITE);
      await time.elapse(0);
      greet();
      expect([tried, moving.preferred]).toEqual([[origin, SITE, SITE], true]);
    });

  it('hurries once: a site that is cut off is looked for as seldom as by all others', async () => {
    opens(HUB);
    says('down');
    moving.greeted([SITE, HUB], true);
    await time.elapse(LOOKED_AT_FIRST_MS - 1);
    expect(tried).toEqual([HUB, SITE]);
    await time.elapse(1);
    expect(tried).toEqual([HUB, SITE, SITE]);
  });
});

describe('a page of a site without a process of its own', () => {
  it('is where it should be by any address of the hub, and looks for no other', async () => {
    time.randomValue = 0;
    begin('https://localhost:8443');
    greet([HUB, 'https://localhost:8443'], false);
    expect(moving.preferred).toBe(true);
    moving.hurry();
    sockets[0]?.say({ method: 'live', params: { serverTime: 1 } });
    await time.elapse(LOOKED_AT_FIRST_MS);
    expect(tried).toEqual(['https://localhost:8443']);
  });
});

describe('the list of addresses', () => {
  it('is remembered for a page that comes back to a site which tells it nothing', async () => {
    begin();
    greet();
    begin();
    await fail();
    expect(tried).toEqual([SITE, SITE, HUB]);
  });

  it('is that of the latest hello', async () => {
    begin();
    greet();
    moving.greeted([SITE, 'https://hub2.example.vn'], true);
    moving.refused();
    await fail();
    expect(tried.at(-1)).toBe('https://hub2.example.vn');
  });

  it('holds where it is, also when nobody names that', async () => {
    begin();
    greet();
    moving.refused();
    await fail();
    greet([SITE]);
    expect([moving.address, moving.preferred]).toEqual([HUB, false]);
    await fail();
    expect(tried).toEqual([SITE, HUB, HUB]);
  });

  it('holds nothing but addresses, and where the page came from', async () => {
    storage.text = '[7, "javascript:alert(1)", "https://hub.example.vn/path", "http://hub.example.vn"]';
    begin();
    moving.refused();
    await fail();
    expect(tried).toEqual([SITE, SITE]);
    storage.text = 'no JSON';
    begin();
    expect(moving.address).toBe(SITE);
  });

  it('needs no storage', async () => {
    storage.full = true;
    begin();
    greet();
    moving.refused();
    await fail();
    expect(tried).toEqual([SITE, HUB]);
  });
});
