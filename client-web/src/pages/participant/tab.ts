import { signal } from '@preact/signals';

export type Tab = 'now' | 'poll' | 'ask';

export const TABS: readonly Tab[] = ['now', 'poll', 'ask'];
export const tab = signal<Tab>('now');
