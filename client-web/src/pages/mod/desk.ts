// What the panels of questions share: which row is open, which form, and acts that name the row as it was seen.
import { computed, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { byState } from '../../core/kinds.ts';
import type { States } from '../../core/kinds.ts';
import type { HeldCommand } from '../../core/outbox.ts';
import type { Command, ErrorData, QuestionRow } from '../../core/types.gen.ts';
import type { Wish } from '../../core/outbox.ts';
import { all, me, relay } from '../../ui/hub.ts';
import { settled, tell } from '../../ui/staff.tsx';
import { noteAct } from './undo.ts';

export type FormName = 'reject' | 'return' | 'edit' | 'merge' | 'assign' | 'topic';

export interface OpenForm {
  readonly question: number;
  /** Of the row as it was when the form was opened: what others did since is not overruled unseen. */
  readonly rev: number;
  readonly name: FormName;
  /** What is already known to stand in it. */
  readonly text?: string;
  readonly into?: number;
  /** Who was faster: the words in the form were refused once. */
  readonly by?: string;
}

/** The row whose details are open; one at a time. */
export const opened = signal<number | null>(null);
export const form = signal<OpenForm | null>(null);

/** A fixed function, so that only what is new is brought into view: with its question, which is what it is about. */
export function reveal(part: HTMLElement | null): void {
  const row = part?.closest<HTMLElement>('[data-question]');
  const list = row?.closest('.questions');
  // Not by the page as well: what is in the other columns stays where it is.
  if (row && list && row.offsetHeight > list.clientHeight) list.scrollTop += row.getBoundingClientRect().top - list.getBoundingClientRect().top;
  else row?.scrollIntoView({ block: 'nearest' });
}

export const closeForm = (): void => {
  form.value = null;
};

export const moderates = (): boolean => (me.value?.roles ?? []).some((role) => role === 'moderator' || role === 'admin');

type DeskCommand = Extract<Command, `question.${string}` | 'intake.set'>;

export const act = <C extends DeskCommand>(method: C, wish: Wish<C>): void => tell(method, relay.submit(method, wish));

/** Names the question as it was seen: what somebody else did meanwhile is not overruled unseen. */
export const seen = (question: QuestionRow): { question: number; rev: number } => ({ question: question.id, rev: question.rev });

let lastStates: States = new Map();
const states = computed(() => (lastStates = byState(all('question'), lastStates)));
const NONE: readonly QuestionRow[] = [];
const ofState = new Map<QuestionRow['state'], ReadonlySignal<readonly QuestionRow[]>>();

// Whoever draws the questions of one state is not drawn again because of those of another.
function rowsIn(state: QuestionRow['state']): readonly QuestionRow[] {
  let rows = ofState.get(state);
  if (!rows) ofState.set(state, (rows = computed(() => states.value.get(state) ?? NONE)));
  return rows.value;
}

export const inState = (...wanted: QuestionRow['state'][]): QuestionRow[] => wanted.flatMap(rowsIn);

export const oldestFirst = (a: QuestionRow, b: QuestionRow): number => a.at - b.at || a.id - b.id;
export const newestFirst = (a: QuestionRow, b: QuestionRow): number => b.id - a.id;

/** When somebody was faster, the words one has written are not lost: the form comes back with them. */
export function answered(command: HeldCommand, refusal: ErrorData | null): void {
  settled(command, refusal);
  if (!refusal) noteAct(command);
  const { method, params } = command;
  const row = refusal?.row;
  if (refusal?.code !== 'stale_rev' || row?.kind !== 'question' || form.value) return;
  const { text = '', note = '' } = params as { text?: string; note?: string };
  const again = { question: row.id, rev: row.rev };
  if (method === 'question.edit') form.value = { ...again, name: 'edit', text, ...(row.actor ? { by: row.actor } : {}) };
  if (method === 'question.return') form.value = { ...again, name: 'return', text: note };
}
