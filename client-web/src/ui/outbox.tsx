// What this device holds: each act with its state. What has not left it can be taken back.
import type { JSX } from 'preact';
import type { HeldCommand } from '../core/outbox.ts';
import { t } from '../i18n/common.ts';
import { l } from '../i18n/link.ts';
import { held, linked, relay } from './hub.ts';
import { hourAndMinute } from './language.ts';
import { heldWord } from './parts.tsx';

const excerpt = (command: HeldCommand): string => {
  const params: { text?: string; choice?: 'yes' | 'no' | 'abstain' } = command.params as object;
  return params.text ?? (params.choice ? t().choices[params.choice] : '');
};

// A tap on its way is no news, and a bar that comes and goes would move the next button from under the finger.
const isNews = (command: HeldCommand): boolean => command.method !== 'question.me_too' || !linked.value || Boolean(command.refused ?? command.delayed);

export function OutboxList(): JSX.Element | null {
  const news = held.value.filter(isNews);
  const refused = news.filter((command) => command.refused).length;
  const kept = news.filter((command) => command.kept).length;
  const waiting = news.length - refused - kept;
  if (news.length === 0) return null;
  return (
    <details class="bar outbox" data-outbox={waiting + kept} data-refused={refused} open={refused > 0}>
      <summary>
        {[waiting > 0 && l().held(waiting), kept > 0 && l().keptCount(kept), refused > 0 && l().refusedCount(refused)].filter(Boolean).join(' · ')}
      </summary>
      <ul>
        {news.map((command) => (
          <li key={command.key} data-held={command.method} data-state={command.refused ? 'refused' : command.kept ? 'kept' : 'waiting'}>
            <b>{l().acts[command.method] ?? command.method}</b> <bdi>{excerpt(command)}</bdi>{' '}
            <small>
              {l().madeAt(hourAndMinute(command.madeAt))} · {heldWord(command)}
            </small>
            {(command.refused || !command.left) && (
              <button type="button" data-action={command.refused ? 'dismiss' : 'cancel'} onClick={() => relay.dismiss(command.key)}>
                {command.refused ? t().dismiss : l().cancel}
              </button>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
