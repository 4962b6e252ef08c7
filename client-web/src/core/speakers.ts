import type { Class, SpeakerRow } from './types.gen.ts';

const CLASSES: readonly Class[] = ['answer', 'interposed', 'intervention', 'point_of_order', 'normal'];

/** The order of a list, as the hub has it. */
export const inListOrder = (a: SpeakerRow, b: SpeakerRow): number =>
  CLASSES.indexOf(a.class) - CLASSES.indexOf(b.class) || (a.since ?? a.at) - (b.since ?? b.at) || a.id - b.id;
