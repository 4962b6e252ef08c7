import { describe, expect, it } from 'vitest';
import { doubtAbout, nextStep, reachOf, stepKey, waitingPoll } from '../../src/core/next_step.ts';
import type { Situation } from '../../src/core/next_step.ts';
import { listOf } from '../../src/core/speakers.ts';
import type { AgendaItemRow, PollRow, QuestionRow, SiteRow, SpeakerRow } from '../../src/core/types.gen.ts';

const speaker = (id: number, rest: Partial<SpeakerRow> = {}): SpeakerRow => ({
  ...{ kind: 'speaker', id, rev: 1, state: 'waiting', item: 1, at: 1000 * id, class: 'normal' },
  ...rest,
});
const item = (id: number, rest: Partial<AgendaItemRow> = {}): AgendaItemRow => ({
  ...{ kind: 'agenda_item', id, title: { vi: `Mục ${id}` }, itemKind: 'dialogue', state: 'planned', rev: 1, speakers: 'open' },
  ...rest,
});
const poll = (id: number, state: PollRow['state'], rest: Partial<PollRow> = {}): PollRow => ({ kind: 'poll', id, rev: 1, state, title: { vi: '?' }, results: 'hidden', ...rest });
const question = (id: number, state: QuestionRow['state']): QuestionRow => ({ kind: 'question', id, rev: 1, state, text: '?', at: id });

const current = item(1, { state: 'current' });
const vote = item(1, { state: 'current', itemKind: 'vote' });

interface Rows extends Partial<Omit<Situation, 'list'>> {
  readonly speakers?: readonly SpeakerRow[];
}

/** What is done next, and about what. */
function next({ speakers = [], items = [current], ...rest }: Rows, now = 0): string {
  return stepKey(nextStep({ list: listOf(speakers, 1), polls: [], questions: [], order: new Map(), items, ...rest }, now));
}

describe('what a chair does next', () => {
  it('calls who is first in line, starts who is called, ends a speech when nobody is left to be called', () => {
    expect(next({ speakers: [speaker(2), speaker(1)] })).toBe('speaker.call 1');
    expect(next({ speakers: [speaker(1, { state: 'next' }), speaker(2)] })).toBe('speaker.start 1');
    expect(next({ speakers: [speaker(1, { state: 'speaking' })] })).toBe('speaker.finish 1');
  });

  it('calls the next while somebody speaks, and then ends the speech of the one who does', () => {
    const speaking = speaker(1, { state: 'speaking', endsAt: 5000 });
    expect(next({ speakers: [speaking, speaker(2)] })).toBe('speaker.call 2');
    expect(next({ speakers: [speaking, speaker(2, { state: 'ready' })] })).toBe('speaker.finish 1');
  });

  it('says loudly that a speech is to be ended only when its time is over', () => {
    const list = listOf([speaker(1, { state: 'speaking', endsAt: 5000 })], 1);
    const calm = (now: number): unknown => nextStep({ list, polls: [], questions: [], order: new Map(), items: [current] }, now).calm;
    expect([calm(4000), calm(6000)]).toEqual([true, false]);
  });

  it('lets who is paused go on when nobody waits; who is called in between is started first', () => {
    const paused = speaker(1, { state: 'paused', remaining: 1000 });
    expect(next({ speakers: [paused] })).toBe('speaker.resume 1');
    expect(next({ speakers: [paused, speaker(2)] })).toBe('speaker.call 2');
    expect(next({ speakers: [paused, speaker(2, { state: 'ready' })] })).toBe('speaker.start 2');
  });

  it('puts the poll first in a vote, else behind who waits; a draft is opened in a vote only', () => {
    const rows = { speakers: [speaker(1)], polls: [poll(1, 'open')] };
    expect(next({ ...rows, items: [vote] })).toBe('poll.close 1');
    expect(next(rows)).toBe('speaker.call 1');
    expect(next({ polls: [poll(1, 'closed')] })).toBe('poll.publish 1');
    expect(next({ polls: [poll(1, 'draft')], items: [vote] })).toBe('poll.open 1');
    expect(next({ polls: [poll(1, 'draft')] })).toBe('none');
    expect(next({ polls: [poll(1, 'published')], items: [vote] })).toBe('none');
  });

  it('leads to the poll and decides nothing where sites are waited for, a proposal stands, or there are two', () => {
    expect(next({ polls: [poll(1, 'closing', { waitingFor: ['dc01'], expected: 1 })] })).toBe('look 1');
    expect(next({ polls: [poll(1, 'published', { proposed: 'void' })] })).toBe('look 1');
    expect(next({ polls: [poll(1, 'open'), poll(2, 'closed')] })).toBe('look 1');
  });

  it('ends the answer of what is asked, and asks what is first in the order of the hub', () => {
    expect(next({ questions: [question(3, 'asking'), question(1, 'approved')] })).toBe('question.answer 3');
    expect(next({ questions: [question(1, 'approved'), question(2, 'approved')], order: new Map([[2, 0], [1, 1]]) })).toBe('question.ask 2');
    expect(next({ questions: [question(1, 'approved')], speakers: [speaker(1)] })).toBe('speaker.call 1');
  });

  it('begins the programme, opens a list that was never used, and goes on when the list is closed and done with', () => {
    expect(next({ items: [item(2), item(1)] })).toBe('agenda.start 1');
    const shut = item(1, { state: 'current', speakers: 'closed' });
    expect(next({ items: [shut, item(2)] })).toBe('speakers.open 1');
    expect(next({ items: [shut, item(2)], speakers: [speaker(1, { state: 'finished' })] })).toBe('agenda.start 2');
    expect(next({ items: [shut], speakers: [speaker(1, { state: 'finished' })] })).toBe('none');
    expect(next({ items: [] })).toBe('none');
  });

  it('asks no further question once the programme is at its closing words, and says how many were not asked', () => {
    const closing = item(2, { state: 'current', itemKind: 'talk', speakers: 'closed' });
    const done = item(1, { state: 'done' });
    const rows = { questions: [question(1, 'approved'), question(2, 'approved')], items: [done, closing] };
    const at = (items: readonly AgendaItemRow[]): unknown => nextStep({ list: listOf([], 2), polls: [], questions: rows.questions, order: new Map(), items }, 0);
    expect(at(rows.items)).toEqual({ act: 'none', unasked: 2, last: true });
    expect(at([done, item(2, { state: 'done' })])).toEqual({ act: 'none', unasked: 2, last: false });
    // Come back to the opening after everything else: it is not the last.
    expect(at([item(1, { state: 'current', itemKind: 'talk' }), item(2, { state: 'done' })])).toEqual({ act: 'none', unasked: 2, last: false });
    expect(next({ ...rows, items: [...rows.items, item(3)] })).toBe('question.ask 1');
    expect(next({ ...rows, items: [done, item(2, { state: 'current' })] })).toBe('question.ask 1');
    expect(next({ ...rows, items: [] })).toBe('question.ask 1');
  });

  it('keeps to the end who waits, what is asked and the poll that is open', () => {
    const closing = [item(1, { state: 'current', itemKind: 'talk' })];
    expect(next({ items: closing, speakers: [speaker(1)] })).toBe('speaker.call 1');
    expect(next({ items: closing, questions: [question(1, 'asking')] })).toBe('question.answer 1');
    expect(next({ items: closing, polls: [poll(1, 'closed')] })).toBe('poll.publish 1');
  });

  it('names the poll that is over and waits while the step is about something else', () => {
    const call = { act: 'speaker.call', speaker: speaker(1) } as const;
    expect(waitingPoll(call, [poll(1, 'published'), poll(2, 'open'), poll(3, 'draft')])).toBeUndefined();
    expect(waitingPoll(call, [poll(1, 'open'), poll(2, 'closed')])?.id).toBe(2);
    expect(waitingPoll(call, [poll(1, 'closing')])?.id).toBe(1);
    expect(waitingPoll(call, [poll(1, 'open', { proposed: 'void' })])?.id).toBe(1);
    expect(waitingPoll({ act: 'poll.publish', poll: poll(1, 'closed') }, [poll(1, 'closed')])).toBeUndefined();
  });
});

describe('a doubt before it is done', () => {
  const site: SiteRow = { kind: 'site', id: 'dc01', name: { vi: '' }, siteKind: 'remote', people: 3, rev: 1, operator: 'op' };
  const here = { site: 'dc01', operator: 'op', here: true };

  it('knows whether a site can be expected to answer', () => {
    expect(reachOf(site, [], [here])).toBe('here');
    expect(reachOf(site, [{ site: 'dc01', up: false }], [here])).toBe('cut');
    expect(reachOf(site, [], [{ ...here, here: false }])).toBe('unmanned');
    expect(reachOf({ ...site, operator: undefined } as unknown as SiteRow, [], [])).toBe('unmanned');
    expect(reachOf(site, undefined, undefined)).toBe('unknown');
    expect(reachOf({ ...site, siteKind: 'hall' }, [], [])).toBe('hall');
    expect(reachOf(undefined, [], [])).toBe('hall');
  });

  it('asks about who cannot answer or has not, and about what everybody sees; about nothing else', () => {
    const call = { act: 'speaker.call', speaker: speaker(1) } as const;
    expect([doubtAbout(call, 'cut'), doubtAbout(call, 'unmanned'), doubtAbout(call, 'here'), doubtAbout(call, 'unknown')]).toEqual(['cut', 'unmanned', null, null]);
    expect(doubtAbout({ act: 'speaker.start', speaker: speaker(1, { state: 'next' }) }, 'here')).toBe('not_ready');
    expect(doubtAbout({ act: 'speaker.start', speaker: speaker(1, { state: 'ready' }) }, 'cut')).toBeNull();
    expect(doubtAbout({ act: 'poll.open', poll: poll(1, 'draft') }, 'unknown')).toBe('sure');
    expect(doubtAbout({ act: 'agenda.start', item: item(1) }, 'unknown')).toBeNull();
    expect(doubtAbout({ act: 'agenda.start', item: item(2), calm: true }, 'unknown')).toBe('sure');
    expect(doubtAbout({ act: 'speaker.finish', speaker: speaker(1), calm: true }, 'cut')).toBeNull();
  });
});
