import type { JSX } from 'preact';
import { plannedMinutes, runningOf } from '../../core/programme.ts';
import type { AgendaItemRow } from '../../core/types.gen.ts';
import { v } from '../../i18n/displays.ts';
import { dayAndTime } from '../../ui/day.ts';
import { now } from '../../ui/hub.ts';

/** Since when the current item runs, against what was planned. */
export function Running({ item }: { item: AgendaItemRow }): JSX.Element | null {
  const running = runningOf(item, now.value);
  if (!running || item.startedAt === undefined) return null;
  const planned = plannedMinutes(item);
  const { minutes, over } = running;
  return (
    <small data-running={minutes} data-over={over}>
      · {v().since(dayAndTime(item.startedAt))} · {planned > 0 ? v().runsOf(minutes, planned) : v().runs(minutes)}
      {over > 0 && <b class="bad"> ⚠ {v().over(over)}</b>}
    </small>
  );
}
