// One's own acts of the last seconds, each with the rev it made: undo names it, so that nothing later is taken back with it.
import { signal } from '@preact/signals';
import type { HeldCommand } from '../../core/outbox.ts';
import type { Command } from '../../core/types.gen.ts';
import { timers } from '../../ui/browser.ts';

export interface RecentAct {
  readonly method: Command;
  readonly question: number;
  readonly rev: number;
}

const UNDO_MS = 10_000;
const UNDOABLE: readonly Command[] = [
  'question.approve',
  'question.reject',
  'question.ask',
  'question.answer',
  'question.edit',
  'question.return',
  'question.unapprove',
  'question.put_back',
  'question.merge',
  'question.assign',
];

export const recent = signal<readonly RecentAct[]>([]);

const without = (question: number): readonly RecentAct[] => recent.value.filter((known) => known.question !== question);

export function noteAct({ method, params }: HeldCommand): void {
  const { question, rev } = params as { question?: number; rev?: number };
  if (question === undefined) return;
  // Whatever was done since, the act before can no longer be undone.
  recent.value = without(question);
  if (rev === undefined || !UNDOABLE.includes(method)) return;
  const noted: RecentAct = { method, question, rev: rev + 1 };
  recent.value = [...recent.value, noted];
  timers.after(UNDO_MS, () => {
    recent.value = recent.value.filter((known) => known !== noted);
  });
}
