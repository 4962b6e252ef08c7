// What operators count by hand in a poll: where it can be done, and the figures as they are filled in.
import type { CountRow, PollRow } from './types.gen.ts';

/** Until the announcement, and not where the poll itself takes none. */
export const canCount = (poll: Pick<PollRow, 'state' | 'counts' | 'pollType'>): boolean =>
  (poll.state === 'open' || poll.state === 'closing') && poll.counts !== 'none' && poll.pollType !== 'rating';

/** Somebody must still do something before the poll can be announced. */
export const isUnsettled = (count: CountRow): boolean => count.state === 'entered' || (count.state === 'confirmed' && count.over === true);

const isFigure = (text: string): boolean => /^\d{1,6}$/.test(text.trim());

export interface Figures {
  readonly tally: number[];
  readonly total?: number;
}

/** The figures of a form, an empty field being none at all. Several choices need the people beside them. Null: not yet figures. */
export function figuresOfForm(poll: Pick<PollRow, 'pollType'>, fields: readonly string[], people: string): Figures | null {
  if (!fields.every((field) => field.trim() === '' || isFigure(field)) || fields.every((field) => field.trim() === '')) return null;
  const tally = fields.map((field) => Number(field));
  if (poll.pollType !== 'multiple') return { tally };
  return isFigure(people) ? { tally, total: Number(people) } : null;
}

export const peopleIn = ({ tally, total }: Figures): number => total ?? tally.reduce((sum, figure) => sum + figure, 0);
