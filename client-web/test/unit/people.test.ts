import { describe, expect, it } from 'vitest';
import { findPeople, namesOf, numbered, waitingToMove } from '../../src/core/people.ts';
import type { PersonRow } from '../../src/core/types.gen.ts';

const person = (id: string, more: Partial<PersonRow> = {}): PersonRow => ({ kind: 'person', id, roles: ['participant'], ...more });
const ids = (people: readonly PersonRow[]): string[] => people.map(({ id }) => id);

describe('names of accounts', () => {
  const names = namesOf([person('an', { name: 'An' }), person('an-2', { name: 'An' }), person('chi', { name: 'Chi' }), person('dc07-0001', { number: 1 })]);

  it('stand for ids', () => expect(names.get('chi')).toBe('Chi'));
  it('have the id beside them where two are called the same', () => expect([names.get('an'), names.get('an-2')]).toEqual(['An (an)', 'An (an-2)']));
  it('are missing for whoever has none, who goes by the id', () => expect([names.get('dc07-0001'), names.get('nobody')]).toEqual([undefined, undefined]));
});

describe('people of a site', () => {
  const people = [
    person('dc07-0010', { site: 'dc07', number: 10 }),
    person('le-nam', { site: 'dc07', name: 'Lê Nam', unit: 'Sở Đất đai' }),
    person('dc07-0002', { site: 'dc07', number: 2, name: 'Đỗ Ánh' }),
    person('dc01-0001', { site: 'dc01', number: 1, needsOperator: true }),
    person('dc07-0001', { site: 'dc07', number: 1, needsOperator: true }),
  ];

  it('stand by site and number, those without a number last', () =>
    expect(ids(findPeople(people, ''))).toEqual(['dc01-0001', 'dc07-0001', 'dc07-0002', 'dc07-0010', 'le-nam']));
  it('are found by the whole number on the card', () => {
    expect(ids(findPeople(people, ' 1 '))).toEqual(['dc01-0001', 'dc07-0001']);
    expect(ids(findPeople(people, '10'))).toEqual(['dc07-0010']);
  });
  it('are found by name and unit without diacritics, and by id', () => {
    expect(ids(findPeople(people, 'do anh'))).toEqual(['dc07-0002']);
    expect(ids(findPeople(people, 'so dat'))).toEqual(['le-nam']);
    expect(ids(findPeople(people, 'DC07-0010'))).toEqual(['dc07-0010']);
  });
  it('wait for help when their code does not move by itself', () => expect(ids(waitingToMove(people))).toEqual(['dc01-0001', 'dc07-0001']));
  it('are numbered as on their cards', () => expect(numbered('dc07', 12)).toBe('dc07-0012'));
});
