// What this laptop still holds, always at its place: nothing beside it moves when something is sent.
import type { JSX } from 'preact';
import type { HeldCommand } from '../../core/outbox.ts';
import { t } from '../../i18n/common.ts';
import { l } from '../../i18n/link.ts';
import { rh } from '../../i18n/rehearsal.ts';
import { held, linked, now, relay, state } from '../../ui/hub.ts';
import { hourAndMinute, minutesAndSeconds } from '../../ui/language.ts';
import { heldWord } from '../../ui/parts.tsx';
import { actWord, Panel } from '../../ui/staff.tsx';

const textOf = ({ params }: HeldCommand): string => (params as { text?: string }).text ?? '';

function Held({ command }: { command: HeldCommand }): JSX.Element {
  now.value;
  const age = Math.max(0, Date.now() - command.madeAt);
  const is = command.refused ? 'refused' : command.kept ? 'kept' : 'waiting';
  return (
    <li data-held={command.method} data-state={is}>
      <p>
        <b>{actWord(command.method)}</b> <bdi class="excerpt">{textOf(command)}</bdi>
      </p>
      <p class="split">
        <small>
          {l().madeAt(hourAndMinute(command.madeAt))} · {is === 'waiting' && `${rh().age(minutesAndSeconds(age))} · `}
          {heldWord(command)}
        </small>
        {(command.refused || !command.left) && (
          <button type="button" data-action={command.refused ? 'dismiss' : 'cancel'} onClick={() => relay.dismiss(command.key)}>
            {command.refused ? t().dismiss : l().cancel}
          </button>
        )}
      </p>
    </li>
  );
}

function Lost(): JSX.Element | null {
  now.value;
  if (linked.value) return null;
  return <span class="next">○ {rh().outboxLost(minutesAndSeconds(performance.now() - state.value.since))}</span>;
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
