// Messages with the other sides: the desk has the chair and every site, the others have the desk.
import { effect, signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { CHAIR, DESK } from '../../core/staff_messages.ts';
import type { Side, Thread as ThreadOf } from '../../core/staff_messages.ts';
import { mg } from '../../i18n/messages.ts';
import { dayAndTime } from '../../ui/day.ts';
import { all } from '../../ui/hub.ts';
import { isFenced } from '../../ui/lease.ts';
import { Panel } from '../../ui/staff.tsx';
import { sayNow } from '../../ui/say.ts';
import '../floor.css';
import { opened, read, side, sideName, threads, toggle, unread } from './side.ts';
import { Thread } from './thread.tsx';

const others = (): Side[] => (side() === DESK ? [CHAIR, ...all('site').map((site) => site.id)] : [DESK]);

// One with nothing in it yet is there while it is open, and always where it is the only one.
function shownThreads(): ThreadOf[] {
  const known = threads();
  const wanted = side() === DESK ? opened.value : DESK;
  const isNew = wanted !== null && !known.some((thread) => thread.other === wanted);
  return isNew ? [{ other: wanted, messages: [], unread: [] }, ...known] : known;
}

/** Chosen by keys and not opened yet: who walks through the list passes others, whose messages would be taken as read. */
const chosen = signal<Side>('');
let byKey = false;

function open(other: Side): void {
  chosen.value = '';
  if (other && opened.value !== other) toggle(other);
}

const To = (): JSX.Element => (
  <p class="row">
    <label class="grow">
      {mg().to}
      <select
        id="message-to"
        value={chosen.value}
        onPointerDown={() => (byKey = false)}
        onKeyDown={(event) => {
          byKey = event.key !== 'Enter';
          if (byKey || !chosen.value) return;
          // Else the list itself drops down over what is opened.
          event.preventDefault();
          open(chosen.value);
        }}
        onChange={(event) => {
          const { value } = event.currentTarget;
          chosen.value = value;
          if (byKey) return;
          open(value);
          event.currentTarget.value = '';
        }}
      >
        <option value="">{mg().chooseTo}</option>
        {others().map((other) => (
          <option key={other} value={other}>
            {sideName(other)}
          </option>
        ))}
      </select>
    </label>
    {chosen.value && (
      <button type="button" data-action="thread-open" onClick={() => open(chosen.value)}>
        {mg().open}
      </button>
    )}
  </p>
);

/** `children`: what this page says of the other side. */
export function MessagePanel({ children }: { children?: ComponentChildren }): JSX.Element | null {
  if (side() === null) return null;
  const waiting = unread().length;
  const shown = shownThreads();
  return (
    <Panel name="messages" title={mg().title} {...(waiting > 0 ? { count: waiting } : {})}>
      {children}
      {side() === DESK && <To />}
      {shown.length === 0 && <p class="empty">{mg().none}</p>}
      <ul class="plain">
        {shown.map((thread) => (
          <Thread key={thread.other} thread={thread} />
        ))}
      </ul>
    </Panel>
  );
}

/** For who looks at the hall and not at the panels: the oldest unread, with the one press that says it was read. */
export function MessageBar(): JSX.Element | null {
  const [first, ...more] = unread();
  if (!first) return null;
  return (
    <div class="bar news split" data-bar="message" data-message={first.id}>
      <span>
        <b>{sideName(first.from)}</b> <small>{dayAndTime(first.at)}</small> · <bdi>{first.text}</bdi>{' '}
        {more.length > 0 && <small>(+{more.length})</small>}
      </span>
      <button type="button" data-action="message.read" disabled={isFenced()} onClick={() => read([first])}>
        ✓ {mg().read}
      </button>
    </div>
  );
}

let said = 0;

// Each once, and at once: a message of the desk is seldom idle talk.
effect(() => {
  const last = unread().at(-1);
  if (!last || last.id <= said) return;
  said = last.id;
  sayNow(`${mg().newFrom(sideName(last.from))}: ${last.text}`);
});
