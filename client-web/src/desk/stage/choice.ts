// What is chosen to be shown and where: nothing of it leaves this page before it is sent.
import { signal } from '@preact/signals';
import { followed, MAIN, targetOf } from '../../core/displays.ts';
import type { PollRow, QuestionRow, StageRow, StageShowParams } from '../../core/types.gen.ts';
import { all, one, relay } from '../../ui/hub.ts';
import { tell } from '../../ui/staff.tsx';

export type Choice = Omit<StageShowParams, 'key' | 'rev' | 'until' | 'display'>;

/** MAIN, ALL, or the account of one display. */
export const target = signal<string>(MAIN);
export const choice = signal<Choice | null>(null);

const newestFirst = (a: { id: number }, b: { id: number }): number => b.id - a.id;

/** What the hub lets a display show; the one being asked comes first. */
export const questionsToShow = (): QuestionRow[] => [
  ...all('question').filter(({ state }) => state === 'asking'),
  ...all('question')
    .filter(({ state }) => state === 'answered')
    .sort(newestFirst),
];

const POLL_STATES: Partial<Record<StageRow['view'], readonly PollRow['state'][]>> = {
  poll: ['open', 'closing', 'closed', 'published', 'void'],
  results_by_site: ['published'],
};

export const pollsToShow = (view: StageRow['view']): PollRow[] =>
  all('poll')
    .filter(({ state }) => POLL_STATES[view]?.includes(state))
    .sort(newestFirst);

/** The view with what is most likely meant by it. */
export function choose(view: StageRow['view']): void {
  const question = questionsToShow()[0]?.id;
  const poll = pollsToShow(view)[0]?.id;
  if (view === 'question') choice.value = { view, ...(question === undefined ? {} : { question }) };
  else if (POLL_STATES[view]) choice.value = { view, ...(poll === undefined ? {} : { poll }) };
  else choice.value = { view };
}

export function isWhole({ view, question, poll, message }: Choice): boolean {
  if (view === 'question') return question !== undefined;
  if (POLL_STATES[view]) return poll !== undefined;
  return view !== 'message' || Boolean(message?.vi);
}

const mainRow = (): StageRow | undefined => one('stage', MAIN);

/** What the target shows now. */
export const shownNow = (): StageRow | undefined => followed(one('stage', target.value), mainRow());

/** The row as it would be if what is chosen were sent. */
export function asChosen(): StageRow | undefined {
  const chosen = choice.value;
  if (!chosen) return shownNow();
  return chosen.view === MAIN ? mainRow() : { kind: 'stage', id: target.value, rev: 0, ...chosen };
}

export function send(): void {
  const chosen = choice.value;
  if (!chosen || !isWhole(chosen)) return;
  const submitted = relay.submitNow('stage.show', { ...chosen, ...targetOf(target.value, all('stage')) });
  tell('stage.show', submitted);
  if (submitted === 'held') choice.value = null;
}
