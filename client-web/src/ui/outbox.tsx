// What this device holds: each act with its state and age. What has not left it can be taken back, what was refused can be asked again.
import type { JSX } from 'preact';
import './outbox.css';
import type { HeldCommand } from '../core/outbox.ts';
import { t } from '../i18n/common.ts';
import { l } from '../i18n/link.ts';
import { held, linked, now, one, relay } from './hub.ts';
import { hourAndMinute, pick } from './language.ts';
import { heldWord } from './parts.tsx';
import { age, loss, lossWord } from './states.tsx';

const MINUTE_MS = 60_000;

const excerpt = (command: HeldCommand): string => {
  const params: { text?: string; choice?: 'yes' | 'no' | 'abstain'; poll?: number } = command.params as object;
  const poll = params.poll === undefined ? undefined : one('poll', params.poll);
  return [params.text, params.choice && t().choices[params.choice], poll && pick(poll.title)].filter(Boolean).join(' · ');
};

// A tap on its way is no news, and a bar that comes and goes would move the next button from under the finger.
const isNews = (command: HeldCommand): boolean => command.method !== 'question.me_too' || !linked.value || Boolean(command.refused ?? command.delayed);

const since = ({ madeAt }: HeldCommand): string => {
  now.value;
  const minutes = Math.floor((Date.now() - madeAt) / MINUTE_MS);
  return l().madeAt(hourAndMinute(madeAt)) + (minutes > 0 ? ` (${l().minutes(minutes)})` : '');
};

// A new act with a key of its own: the answer to the old one stands.
const canAsk = ({ method, refused }: HeldCommand): boolean => refused !== undefined && (method === 'question.submit' || method === 'question.resubmit');

function askAgain(command: HeldCommand): void {
  const { method, params } = command as HeldCommand<'question.submit'>;
  if (relay.submit(method, params) === 'held') relay.dismiss(command.key);
}

const Item = ({ command }: { command: HeldCommand }): JSX.Element => (
  <li data-held={command.method} data-state={command.refused ? 'refused' : command.kept ? 'kept' : 'waiting'}>
    <b>{l().acts[command.method] ?? command.method}</b> <bdi>{excerpt(command)}</bdi>{' '}
    <small>
      {since(command)} · {heldWord(command)}
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
  </li>
);

export function OutboxList(): JSX.Element | null {
  const news = held.value.filter(isNews);
  const refused = news.filter((command) => command.refused).length;
  const kept = news.filter((command) => command.kept).length;
  const waiting = news.length - refused - kept;
  if (news.length === 0) return null;
  const lost = loss();
  const counts = [waiting > 0 && l().held(waiting), kept > 0 && l().keptCount(kept), refused > 0 && l().refusedCount(refused)];
  return (
    <details class="bar outbox" data-outbox={waiting + kept} data-refused={refused} data-loss={lost ?? undefined} open={refused > 0}>
      <summary>
        {[lost && lossWord(lost), ...counts].filter(Boolean).join(' · ')} {lost && <small>{age()}</small>}
      </summary>
      <ul>
        {news.map((command) => (
          <Item key={command.key} command={command} />
        ))}
      </ul>
      {lost && (
        <button type="button" data-action="retry" onClick={() => relay.hurry()}>
          {l().retry}
        </button>
      )}
    </details>
  );
}
