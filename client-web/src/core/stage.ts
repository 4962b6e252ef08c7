import { inListOrder } from './speakers.ts';
import type { SpeakerRow } from './types.gen.ts';

const FLOOR: readonly SpeakerRow['state'][] = ['speaking', 'paused', 'next', 'ready'];
const WAITING_SHOWN = 3;

/** Of the list of speakers what a display is given: who has the floor or is called, then the first who wait in the item's list. */
export function onStage(speakers: readonly SpeakerRow[], item: number | undefined): SpeakerRow[] {
  const inOrder = [...speakers].sort(inListOrder);
  const waiting = inOrder.filter((speaker) => speaker.state === 'waiting' && speaker.item === item);
  return [...inOrder.filter(({ state }) => FLOOR.includes(state)), ...waiting.slice(0, WAITING_SHOWN)];
}
