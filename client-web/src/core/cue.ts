// The cue ladder of a site: what it is told of its own turn, step by step, with the delay of its picture counted.
import { stepOf, timeLeft } from './speakers.ts';
import type { Step } from './speakers.ts';
import type { SpeakerRow } from './types.gen.ts';

/** soon: given the floor, but the picture of it has not come here yet. done: was on air and is through. */
export type CueStep = Step | 'soon' | 'done';

type Started = Pick<SpeakerRow, 'state' | 'startedAt' | 'videoDelay'>;

/** Milliseconds until the site sees itself on air; 0 when it does, or nothing is to come. */
export function onAirIn({ state, startedAt, videoDelay = 0 }: Started, now: number): number {
  return state === 'speaking' && startedAt !== undefined ? Math.max(0, startedAt + videoDelay - now) : 0;
}

/** What is left of the speech as seen at the site: it begins there later, and so it ends. */
export const timeLeftThere = (speaker: SpeakerRow, now: number): number | undefined =>
  timeLeft(speaker, speaker.state === 'speaking' ? now - (speaker.videoDelay ?? 0) : now);

/** `place` as of placeOf. */
export function cueOf(speaker: SpeakerRow, place: number, now: number): CueStep | null {
  if (onAirIn(speaker, now) > 0) return 'soon';
  return stepOf(speaker, place, speaker.state === 'speaking' ? now - (speaker.videoDelay ?? 0) : now);
}

/** A speech that was on the list and is not any more has come to its end: whoever is withdrawn or skipped has not been on air. */
export const wasOnAir = (step: CueStep | null): boolean => step === 'soon' || step === 'speaking' || step === 'paused' || step === 'over';

export type Tone = 'attention' | 'air' | 'end';

const TONES: Partial<Record<CueStep, Tone>> = { next: 'attention', speaking: 'air', over: 'end' };

export const toneOf = (step: CueStep | null): Tone | undefined => (step ? TONES[step] : undefined);
