import { signal } from '@preact/signals';

export type Tab = 'now' | 'poll' | 'ask';

export const TABS: readonly Tab[] = ['now', 'poll', 'ask'];
export const tab = signal<Tab>('now');
/** A poll has opened that was not to take the tab away. */
export const unseenPoll = signal(false);
