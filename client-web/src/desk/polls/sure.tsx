// A poll opened or closed by a key is asked about once: the answer is the button that then has the focus.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { PollRow } from '../../core/types.gen.ts';
import { s } from '../../i18n/staff.ts';
import { tr } from '../../i18n/triage.ts';
import { linked, one, relay } from '../../ui/hub.ts';
import { addHotkeys } from '../../ui/hotkeys.ts';
import { tell } from '../../ui/staff.tsx';
import { durationOf } from '../duration.tsx';
import { isOnStage, show } from '../fields.ts';

type Switch = 'poll.open' | 'poll.close' | 'poll.publish';

/** The poll as it was when the key was pressed. */
const asked = signal<{ poll: number; rev: number; method: Switch } | null>(null);

const cardOf = (poll: number): HTMLElement | null => document.querySelector<HTMLElement>(`li[data-poll="${poll}"]`);

function leave(poll: number): void {
  asked.value = null;
  cardOf(poll)?.focus();
}

function confirm({ poll, rev, method }: { poll: number; rev: number; method: Switch }): void {
  const form = cardOf(poll)?.querySelector<HTMLFormElement>('form:has([data-action="poll.open"])');
  const limit = method === 'poll.open' && form ? durationOf(form) : {};
  if (!limit) return;
  leave(poll);
  if (method === 'poll.open') tell(method, relay.submitNow(method, { poll, rev, ...limit }));
  else tell(method, relay.submitNow(method, { poll, rev }));
}

const WORDS: Record<Switch, () => string> = { 'poll.open': () => tr().sureOpen, 'poll.close': () => tr().sureClose, 'poll.publish': () => `${s().publish}?` };
const LABELS: Record<Switch, () => string> = { 'poll.open': () => s().open, 'poll.close': () => s().close, 'poll.publish': () => s().publish };

const focus = (button: HTMLButtonElement | null): void => button?.focus();

export function Sure({ poll }: { poll: PollRow }): JSX.Element | null {
  const open = asked.value;
  if (open?.poll !== poll.id || open.rev !== poll.rev) return null;
  return (
    <div class="stack" role="alertdialog" aria-label={WORDS[open.method]()} data-sure={open.method} onKeyDown={(event) => event.key === 'Escape' && leave(poll.id)}>
      <p class="next">{WORDS[open.method]()}</p>
      <p class="row">
        <button type="button" class="main" data-action={open.method} disabled={!linked.value} ref={focus} onClick={() => confirm(open)}>
          {LABELS[open.method]()}
        </button>
        <button type="button" data-action="cancel" onClick={() => leave(poll.id)}>
          {s().cancel}
        </button>
      </p>
    </div>
  );
}

function pollAt({ target }: Event): PollRow | undefined {
  const id = (target as Element).closest<HTMLElement>('[data-poll]')?.dataset['poll'];
  return id === undefined || !linked.value ? undefined : one('poll', Number(id));
}

function ask(poll: PollRow, method: Switch): boolean {
  asked.value = { poll: poll.id, rev: poll.rev, method };
  return true;
}

function openOrClose(event: KeyboardEvent): boolean {
  const poll = pollAt(event);
  if (poll?.state === 'draft') return ask(poll, 'poll.open');
  return poll?.state === 'open' ? ask(poll, 'poll.close') : false;
}

/** Results that nobody has seen yet are published first, and that is asked about; then they come and go on the screens. */
function showOrHide(event: KeyboardEvent): boolean {
  const poll = pollAt(event);
  if (!poll || poll.state === 'draft' || poll.state === 'void') return false;
  if (poll.state === 'closed') return ask(poll, 'poll.publish');
  show(isOnStage('poll', poll.id) ? { view: 'agenda' } : { view: 'poll', poll: poll.id });
  return true;
}

addHotkeys({
  title: () => tr().pollKeys,
  within: '[data-poll]',
  keys: [
    { keys: ['Space'], says: () => tr().pollSwitch, act: openOrClose },
    { keys: ['Enter'], says: () => tr().pollResults, act: showOrHide },
  ],
});

