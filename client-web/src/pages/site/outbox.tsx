// What this laptop still holds, always at its place: nothing beside it moves when something is sent.
import type { JSX } from 'preact';
import { durationText } from '../../core/duration.ts';
import type { HeldCommand } from '../../core/outbox.ts';
import { t } from '../../i18n/common.ts';
import { l } from '../../i18n/link.ts';
import { rh } from '../../i18n/rehearsal.ts';
import { dayAndTime } from '../../ui/day.ts';
import { held, linked, now, relay, state } from '../../ui/hub.ts';
import { askAgain, canAsk, excerpt } from '../../ui/outbox.tsx';
import { heldWord } from '../../ui/parts.tsx';
import { actWord, Panel } from '../../ui/staff.tsx';

function Held({ command }: { command: HeldCommand }): JSX.Element {
  now.value;
  const age = Math.max(0, Date.now() - command.madeAt);
  const is = command.refused ? 'refused' : command.kept ? 'kept' : 'waiting';
  return (
    <li data-held={command.method} data-state={is}>
      <p>
        <b>{actWord(command.method)}</b> <bdi class="excerpt">{excerpt(command)}</bdi>
      </p>
      <p class="split">
        <small>
          {l().madeAt(dayAndTime(command.madeAt))} · {is === 'waiting' && `${rh().age(durationText(age))} · `}
          {heldWord(command)}
        </small>
        <span class="row">
          {canAsk(command) && (
            <button type="button" data-action="again" onClick={() => askAgain(command)}>
              {l().again}
            </button>
          )}
          {(command.refused || !command.left) && (
            <button type="button" data-action={command.refused ? 'dismiss' : 'cancel'} onClick={() => relay.dismiss(command.key)}>
              {command.refused ? t().dismiss : l().cancel}
            </button>
          )}
        </span>
      </p>
    </li>
  );
}

function Lost(): JSX.Element | null {
  now.value;
  if (linked.value) return null;
  return (
    <p class="split">
      <span class="next">○ {rh().outboxLost(durationText(performance.now() - state.value.since))}</span>
      <button type="button" data-action="retry" onClick={() => relay.hurry()}>
        {l().retry}
      </button>
    </p>
  );
}

export function OutboxPanel(): JSX.Element {
  const commands = held.value;
  const refused = commands.filter((command) => command.refused).length;
  const counts = commands.length > 0 ? { 'data-outbox': commands.length - refused, 'data-refused': refused } : {};
  return (
    <Panel name="outbox" title={rh().outbox} count={commands.length}>
      <Lost />
      {commands.length === 0 && <p class="empty">{rh().outboxEmpty}</p>}
      <ul class="plain" {...counts}>
        {commands.map((command) => (
          <Held key={command.key} command={command} />
        ))}
      </ul>
    </Panel>
  );
}
