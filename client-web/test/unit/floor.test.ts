import { describe, expect, it } from 'vitest';
import { clockBound, clockStanding } from '../../src/core/clock_error.ts';
import { chosenPerson } from '../../src/core/people.ts';
import { leftOf } from '../../src/core/programme.ts';
import type { AgendaItemRow, PersonRow } from '../../src/core/types.gen.ts';

const item = (id: number, rest: Partial<AgendaItemRow> = {}): AgendaItemRow => ({
  ...{ kind: 'agenda_item', id, title: { vi: '' }, itemKind: 'talk', state: 'planned', rev: 1, speakers: 'open', session: 'one', seconds: 60 },
  ...rest,
});

describe('the time left of what was planned', () => {
  const running = item(1, { state: 'current', startedAt: 10_000 });

  it('is what is left of the item, and of its session with all that is behind it', () => {
    expect(leftOf([running, item(2), item(3, { session: 'two' }), item(4)], 40_000)).toEqual({ item: 30_000, session: 150_000 });
  });

  it('an item past its time takes nothing from those behind it; the last one takes the session with it', () => {
    expect(leftOf([running, item(2)], 90_000)).toEqual({ item: -20_000, session: 60_000 });
    expect(leftOf([running], 90_000)).toEqual({ item: -20_000, session: -20_000 });
  });

  it('says nothing where nothing was planned, or nothing has begun', () => {
    expect(leftOf([running, { ...item(2), seconds: undefined } as unknown as AgendaItemRow], 40_000)).toEqual({ item: 30_000 });
    expect(leftOf([item(1)], 40_000)).toEqual({});
  });
});

describe('whom an operator writes for', () => {
  const person = (number: number, name: string): PersonRow => ({ kind: 'person', id: `dc01-000${number}`, rev: 1, roles: ['participant'], number, name }) as unknown as PersonRow;
  const people = [person(1, 'Trần Văn Ngọ'), person(2, 'Trần Thị Phượng'), person(3, 'Lê Đạt'), person(4, 'Lê Đạt Tiến')];
  const chosen = (typed: string): unknown => {
    const { person: found, several } = chosenPerson(people, typed);
    return found?.number ?? -several;
  };

  it('is found by the number exactly, by a part of the name that only one has, or by the whole name', () => {
    expect([chosen('2'), chosen('van ngo'), chosen('le dat'), chosen('tran'), chosen('9'), chosen('hoa'), chosen('')]).toEqual([2, 1, 3, -2, -0, -0, -0]);
  });
});

describe('the clock of the machine', () => {
  it('is right within a second, and else behind or ahead', () => {
    expect(clockStanding(10_500, 10_000)).toEqual({ is: 'right' });
    expect(clockStanding(130_000, 10_000)).toEqual({ is: 'behind', by: 120_000 });
    expect(clockStanding(10_000, 130_000)).toEqual({ is: 'ahead', by: 120_000 });
  });

  it('is known to within half of the way there and back', () => {
    expect([clockBound(85), clockBound(null)]).toEqual([43, null]);
  });
});
