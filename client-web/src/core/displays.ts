// What each display should show, and whether it does.
import type { LiveDisplay, StageRow } from './types.gen.ts';

export const MAIN = 'main';
/** Of a row that nobody has changed. */
const FIRST_REV = 1;
/** As a target: the main stage, and every display that had something of its own follows it again. */
export const ALL = 'all';

/** confirmed: has drawn it. behind: connected, but has not drawn it yet. absent: not connected. */
export type Standing = 'confirmed' | 'behind' | 'absent';

export interface Display {
  readonly id: string;
  /** Whether it shows something of its own and not the main stage. */
  readonly own: boolean;
  readonly shows: StageRow;
  readonly standing: Standing;
}

/** The row that a display draws: its own one, unless that says to follow the main stage. */
export const followed = (own: StageRow | undefined, main: StageRow | undefined): StageRow | undefined =>
  own && own.view !== MAIN ? own : main;

/** What a stage draws. One that nobody has told anything yet shows the programme: dark it is only where that was asked for. */
export const viewOf = (stage: StageRow | undefined): StageRow['view'] =>
  !stage || (stage.view === 'blank' && stage.rev <= FIRST_REV) ? 'agenda' : stage.view;

function standingOf(shows: StageRow, confirmed: LiveDisplay | undefined): Standing {
  if (!confirmed) return 'absent';
  return confirmed.stage === shows.id && confirmed.rev === shows.rev ? 'confirmed' : 'behind';
}

/** Every display by its account: those with a row of their own, then whoever else is connected and follows the main stage. */
export function displaysOf(stages: readonly StageRow[], connected: readonly LiveDisplay[]): Display[] {
  const rows = new Map(stages.map((row) => [row.id, row]));
  const main = rows.get(MAIN);
  if (!main) return [];
  const ids = [...rows.keys(), ...connected.map(({ display }) => display)].filter((id) => id !== MAIN);
  return [...new Set(ids)].map((id) => {
    const shows = followed(rows.get(id), main) ?? main;
    const confirmed = connected.find(({ display }) => display === id);
    return { id, own: shows !== main, shows, standing: standingOf(shows, confirmed) };
  });
}

const OF_ONE: readonly StageRow['view'][] = [MAIN, 'prompt', 'lower_third'];

/** Some views are for one display alone. */
export const mayShow = (target: string, view: StageRow['view']): boolean => (target !== MAIN && target !== ALL) || !OF_ONE.includes(view);

/** What stage.show needs to reach that target: the rev is that of the row which is changed. */
export function targetOf(target: string, stages: readonly StageRow[]): { display?: string; rev: number } {
  const row = stages.find(({ id }) => id === (target === ALL ? MAIN : target));
  return { ...(target === MAIN ? {} : { display: target }), rev: row?.rev ?? 0 };
}
