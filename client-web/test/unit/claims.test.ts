import { expect, it } from 'vitest';
import { createClaims, othersClaims } from '../../src/core/claims.ts';
import { FakeTime } from './fakes.ts';

function desk(): { timers: FakeTime; said: string[]; hold: (question: number | null) => void } {
  const timers = new FakeTime();
  const said: string[] = [];
  const hold = createClaims({ timers, claim: (question, on) => said.push(`${on ? 'open' : 'close'} ${question}`) });
  return { timers, said, hold };
}

it('an open question is claimed, and again well before the half minute is over', async () => {
  const { timers, said, hold } = desk();
  hold(7);
  hold(7);
  expect(said).toEqual(['open 7']);
  await timers.elapse(25_000);
  expect(said).toEqual(['open 7', 'open 7', 'open 7']);
});

it('opening another lets go of the first; closing ends the renewing', async () => {
  const { timers, said, hold } = desk();
  hold(7);
  hold(8);
  hold(null);
  await timers.elapse(60_000);
  expect(said).toEqual(['open 7', 'close 7', 'open 8', 'close 8']);
});

it('only claims of others are told', () => {
  const claims = [
    { question: 7, person: 'an', until: 1 },
    { question: 8, person: 'binh', until: 1 },
  ];
  expect([...othersClaims(claims, 'an')]).toEqual([[8, 'binh']]);
});
