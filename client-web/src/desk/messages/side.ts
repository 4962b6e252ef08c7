// Which side this page writes for, and what it has to read.
import { signal } from '@preact/signals';
import { CHAIR, DESK, sideOf, threadsOf, unreadOf } from '../../core/staff_messages.ts';
import type { Side, Thread } from '../../core/staff_messages.ts';
import type { MessageRow } from '../../core/types.gen.ts';
import { mg } from '../../i18n/messages.ts';
import { all, me } from '../../ui/hub.ts';
import { forSite, isFenced } from '../../ui/lease.ts';
import { siteName, tell } from '../../ui/staff.tsx';

export const side = (): Side | null => sideOf(me.value?.channel ?? '');

export const sideName = (name: Side): string => (name === DESK ? mg().desk : name === CHAIR ? mg().chair : siteName(name));

export const threads = (): Thread[] => {
  const own = side();
  return own === null ? [] : threadsOf(all('message'), own);
};

export const unread = (): MessageRow[] => {
  const own = side();
  return own === null ? [] : unreadOf(all('message'), own);
};

/** The thread that is open; one at a time. */
export const opened = signal<Side | null>(null);

export function read(messages: readonly MessageRow[]): void {
  if (isFenced()) return; // Looking on is not reading for the site.
  for (const { id } of messages) tell('message.read', forSite('message.read', { message: id }));
}

/** Who opens a thread has seen what stands in it. */
export function toggle(other: Side): void {
  if (opened.value === other) {
    opened.value = null;
    return;
  }
  opened.value = other;
  read(threads().find((thread) => thread.other === other)?.unread ?? []);
}
