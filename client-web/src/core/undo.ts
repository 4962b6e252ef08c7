// One's own acts that can still be undone, each with the rev it made: undo names it, so that nothing later is taken back with it.
import type { HeldCommand } from './outbox.ts';
import type { Command } from './types.gen.ts';

export interface RecentAct {
  readonly method: Command;
  readonly question: number;
  readonly rev: number;
}

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

/** The act that this command was, or null where there is nothing to undo. */
export function recentAct({ method, params }: HeldCommand): RecentAct | null {
  const { question, rev } = params as { question?: number; rev?: number };
  if (question === undefined || rev === undefined || !UNDOABLE.includes(method)) return null;
  return { method, question, rev: rev + 1 };
}
