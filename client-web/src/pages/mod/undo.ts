import { signal } from '@preact/signals';
import type { HeldCommand } from '../../core/outbox.ts';
import { recentAct } from '../../core/undo.ts';
import type { RecentAct } from '../../core/undo.ts';
import { timers } from '../../ui/browser.ts';

const UNDO_MS = 10_000;

/** One's own acts of the last seconds. What has changed since is told by the rev of its row. */
export const recent = signal<readonly RecentAct[]>([]);

export function noteAct(command: HeldCommand): void {
  const act = recentAct(command);
  if (!act) return;
  recent.value = [...recent.value.filter((known) => known.question !== act.question), act];
  timers.after(UNDO_MS, () => {
    recent.value = recent.value.filter((known) => known !== act);
  });
}
