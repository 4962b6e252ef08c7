// The list of speakers as every page reads it. Order and floor are the hub's; here only what is said about them.
import type { Class, MySpeakerRow, QuestionRow, SpeakerRow } from './types.gen.ts';

export const CLASSES: readonly Class[] = ['answer', 'interposed', 'intervention', 'point_of_order', 'normal'];

/** The order of a list, as the hub has it. */
export const inListOrder = (a: SpeakerRow, b: SpeakerRow): number =>
  CLASSES.indexOf(a.class) - CLASSES.indexOf(b.class) || (a.since ?? a.at) - (b.since ?? b.at) || a.id - b.id;

type Speaking = Pick<SpeakerRow, 'state' | 'endsAt' | 'remaining' | 'calledAt'>;

export const isCalled = ({ state }: Pick<SpeakerRow, 'state'>): boolean => state === 'next' || state === 'ready';
export const isOnFloor = ({ state }: Pick<SpeakerRow, 'state'>): boolean => state === 'speaking' || state === 'paused';

export interface SpeakerList {
  /** Who speaks, then those whose speech is paused. */
  readonly floor: readonly SpeakerRow[];
  /** Who is called; the hub allows one. */
  readonly called: SpeakerRow | undefined;
  /** Who waits on the list of the current item. */
  readonly waiting: readonly SpeakerRow[];
  /** Who waits on the list of another item, and cannot be called yet. */
  readonly later: readonly SpeakerRow[];
  /** Who spoke on any item, last first. */
  readonly finished: readonly SpeakerRow[];
}

/** `item`: the current one, if there is one. A request made before any item was current stands on the list of the first. */
export function listOf(rows: readonly SpeakerRow[], item: number | undefined): SpeakerList {
  const waiting = rows.filter((row) => row.state === 'waiting').sort(inListOrder);
  const isHere = (row: SpeakerRow): boolean => row.item === undefined || row.item === item;
  return {
    floor: rows.filter(isOnFloor).sort((a, b) => Number(a.state === 'paused') - Number(b.state === 'paused') || inListOrder(a, b)),
    called: rows.find(isCalled),
    waiting: waiting.filter(isHere),
    later: waiting.filter((row) => !isHere(row)),
    finished: rows.filter((row) => row.state === 'finished').sort((a, b) => (b.finishedAt ?? 0) - (a.finishedAt ?? 0) || b.id - a.id),
  };
}

/** Place in the line from 1: who is called has the first, those who wait follow. 0: not in the line, or too far back to be shown here. */
export function placeOf({ called, waiting }: SpeakerList, speaker: number): number {
  if (called?.id === speaker) return 1;
  const index = waiting.findIndex((row) => row.id === speaker);
  return index < 0 ? 0 : index + 1 + Number(called !== undefined);
}

/** Milliseconds left of the speech, below zero when it is over; nothing without a limit. While paused they stand. */
export function timeLeft(speaker: Speaking, now: number): number | undefined {
  if (speaker.state === 'paused') return speaker.remaining;
  return speaker.state === 'speaking' && speaker.endsAt !== undefined ? speaker.endsAt - now : undefined;
}

/** Of the time that was given, between 0 and 1; nothing where none was, or all of it was taken back. */
export const shareLeft = ({ grantedSeconds }: Pick<SpeakerRow, 'grantedSeconds'>, left: number): number | undefined =>
  grantedSeconds === undefined ? undefined : Math.min(1, Math.max(0, left / (1000 * grantedSeconds)));

// How long somebody who is called may take to say that he is ready before the desk is told.
const READY_WITHIN_MS = 10_000;

export const isUnanswered = ({ state, calledAt }: Speaking, now: number): boolean =>
  state === 'next' && calledAt !== undefined && now - calledAt >= READY_WITHIN_MS;

export const waitedMinutes = ({ at }: Pick<SpeakerRow, 'at'>, now: number): number => Math.max(0, Math.floor((now - at) / 60_000));

/** What a site or a phone is told of its own request, step by step. */
export type Step = 'received' | 'waiting' | 'second' | 'next' | 'ready' | 'speaking' | 'paused' | 'over';

/** `place` as of placeOf. Null when it is over, or was never to be said. */
export function stepOf(speaker: Pick<SpeakerRow | MySpeakerRow, 'state'> & Speaking, place: number, now: number): Step | null {
  switch (speaker.state) {
    case 'waiting':
      return place === 0 ? 'received' : place === 2 ? 'second' : 'waiting';
    case 'speaking':
      return (timeLeft(speaker, now) ?? 0) < 0 ? 'over' : 'speaking';
    case 'next':
    case 'ready':
    case 'paused':
      return speaker.state;
    default:
      return null;
  }
}

const URGENCY: readonly SpeakerRow['state'][] = ['speaking', 'next', 'ready', 'paused', 'waiting'];

/** Of several own requests the one to be told of. */
export function mostUrgent<R extends Pick<SpeakerRow, 'state'>>(rows: readonly R[]): R | undefined {
  for (const state of URGENCY) {
    const found = rows.find((row) => row.state === state);
    if (found) return found;
  }
  return undefined;
}

/** Asking a question calls its asker, which the hub refuses while somebody else is called. An anonymous question calls nobody. */
export const callsAnother = (called: SpeakerRow | undefined, { person, anonymous }: Pick<QuestionRow, 'person' | 'anonymous'>): boolean =>
  called !== undefined && person !== undefined && !anonymous && person !== called.person;
