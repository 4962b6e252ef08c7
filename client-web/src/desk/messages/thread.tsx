import type { JSX } from 'preact';
import { fits, tidy } from '../../core/text.ts';
import type { Side, Thread as ThreadOf } from '../../core/staff_messages.ts';
import type { MessageRow } from '../../core/types.gen.ts';
import { TEXT_GRAPHEMES } from '../../core/types.gen.ts';
import { mg } from '../../i18n/messages.ts';
import { refusals } from '../../i18n/refusals.ts';
import { dayAndTime } from '../../ui/day.ts';
import { forSite, isFenced } from '../../ui/lease.ts';
import { accountName, tell } from '../../ui/staff.tsx';
import { opened, read, side, sideName, toggle } from './side.ts';

// A site is not told the names of the desk's accounts; then the side stands for who of it has read.
function reader({ to, readBy = '' }: MessageRow): string {
  const name = accountName(readBy);
  return name === readBy ? sideName(to) : name;
}

const Receipt = ({ message }: { message: MessageRow }): JSX.Element => (
  <small data-receipt={message.readAt === undefined ? 'none' : 'read'}>
    {message.readAt === undefined ? `○ ${mg().notRead}` : `✓ ${mg().readBy(dayAndTime(message.readAt), reader(message))}`}
  </small>
);

/** What comes while the thread is open is not taken as read: nobody may be looking. */
function Message({ message }: { message: MessageRow }): JSX.Element {
  const own = message.from === side();
  const unread = !own && message.readAt === undefined;
  return (
    <li data-message={message.id} data-from={message.from} data-own={own} data-unread={unread}>
      <small>
        {dayAndTime(message.at)} · <bdi>{message.name ?? accountName(message.person)}</bdi>
      </small>
      <p>
        <bdi>{message.text}</bdi>
      </p>
      {own && <Receipt message={message} />}
      {unread && (
        <p>
          <button type="button" data-action="message.read" disabled={isFenced()} onClick={() => read([message])}>
            ✓ {mg().read}
          </button>
        </p>
      )}
    </li>
  );
}

function send(event: SubmitEvent, to: Side, answered: readonly MessageRow[]): void {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const field = form.elements.namedItem('text') as HTMLInputElement;
  if (!fits(field.value)) {
    if (tidy(field.value)) field.setCustomValidity(refusals().too_long);
    field.reportValidity();
    return;
  }
  const submitted = forSite('message.send', { to, text: tidy(field.value) });
  tell('message.send', submitted);
  if (submitted !== 'held') return;
  form.reset();
  // Who answers has read.
  read(answered);
}

const SendForm = ({ thread }: { thread: ThreadOf }): JSX.Element => (
  <form class="row" data-form="message.send" onSubmit={(event) => send(event, thread.other, thread.unread)}>
    <input
      class="grow"
      name="text"
      required
      maxLength={TEXT_GRAPHEMES}
      autocomplete="off"
      aria-label={`${mg().write}: ${sideName(thread.other)}`}
      placeholder={mg().write}
      onInput={(event) => event.currentTarget.setCustomValidity('')}
    />
    <button class="main" data-action="message.send" disabled={isFenced()}>
      {mg().send}
    </button>
  </form>
);

/** The last message is in view; and so is the field that it pushed down, when somebody is writing in it. */
function toEnd(list: HTMLElement | null): void {
  list?.scrollTo(0, list.scrollHeight);
  if (list?.parentElement?.querySelector('form:focus-within')) document.activeElement?.scrollIntoView({ block: 'nearest' });
}

export function Thread({ thread }: { thread: ThreadOf }): JSX.Element {
  const { other, messages } = thread;
  const open = opened.value === other;
  const last = messages.at(-1);
  return (
    <li class="thread" data-thread={other} data-unread={thread.unread.length}>
      <button type="button" class="quiet" data-action="thread" aria-expanded={open} onClick={() => toggle(other)}>
        <b>{sideName(other)}</b>{' '}
        {thread.unread.length > 0 ? (
          <span class="next">● {mg().unread(thread.unread.length)}</span>
        ) : (
          !open && last && <small class="excerpt"><bdi>{last.text}</bdi></small>
        )}{' '}
        {open ? '▴' : '▾'}
      </button>
      {open && (
        <>
          {/* Drawn anew with each message, so that the last one is in view. */}
          <ol key={messages.length} class="plain" ref={toEnd}>
            {messages.map((message) => (
              <Message key={message.id} message={message} />
            ))}
          </ol>
          <SendForm thread={thread} />
        </>
      )}
    </li>
  );
}
