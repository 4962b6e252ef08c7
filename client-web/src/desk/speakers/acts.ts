// What the desk does with a row of the list. Each act names the row as it was seen.
import { signal } from '@preact/signals';
import type { SpeakerRow } from '../../core/types.gen.ts';
import { relay } from '../../ui/hub.ts';
import { tell } from '../../ui/staff.tsx';

const seen = ({ id, rev }: SpeakerRow): { speaker: number; rev: number } => ({ speaker: id, rev });

type NowAct = 'speaker.call' | 'speaker.ready' | 'speaker.resume';
type PlainAct = 'speaker.finish' | 'speaker.skip' | 'speaker.pause';

export const actNow = (method: NowAct, speaker: SpeakerRow): void => tell(method, relay.submitNow(method, seen(speaker)));

export const act = (method: PlainAct, speaker: SpeakerRow): void => tell(method, relay.submit(method, seen(speaker)));

export const withdraw = ({ id }: SpeakerRow): void => tell('speaker.withdraw', relay.submit('speaker.withdraw', { speaker: id }));

export const extend = (speaker: SpeakerRow, seconds: number): void =>
  tell('speaker.extend', relay.submit('speaker.extend', { ...seen(speaker), seconds }));

/** The row, as it was, that is asked about: it has not said ready. */
export const unready = signal<{ speaker: number; rev: number; seconds?: number } | null>(null);

export const isAskedAbout = ({ id, rev }: SpeakerRow): boolean => unready.value?.speaker === id && unready.value.rev === rev;

/** Whoever has not said ready is asked about once. */
export function start(speaker: SpeakerRow, limit: { seconds?: number }): void {
  if (speaker.state === 'next' && !isAskedAbout(speaker)) {
    unready.value = { ...seen(speaker), ...limit };
    return;
  }
  startNow(speaker, limit);
}

/** Nothing is asked any more. */
export function startNow(speaker: SpeakerRow, limit: { seconds?: number }): void {
  unready.value = null;
  tell('speaker.start', relay.submitNow('speaker.start', { ...seen(speaker), ...limit }));
}

export function startAnyway(speaker: SpeakerRow): void {
  const { seconds } = unready.value ?? {};
  start(speaker, seconds === undefined ? {} : { seconds });
}
