// The parts of the desk: columns beside each other where there is room, tabs with their counts where there is not.
import { signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { tr } from '../../i18n/triage.ts';
import { all } from '../../ui/hub.ts';
import { number } from '../../ui/language.ts';
import { speakerList } from '../../ui/staff.tsx';
import { inState, moderates } from './desk.ts';

export type Tab = 'pending' | 'approved' | 'floor' | 'polls';

interface TabItem {
  readonly name: Tab;
  readonly title: string;
  readonly count: number;
}

const tabs = (): TabItem[] => {
  const found: TabItem[] = [
    { name: 'approved', title: tr().tabApproved, count: inState('approved', 'asking').length },
    { name: 'floor', title: tr().tabFloor, count: speakerList().waiting.length },
    { name: 'polls', title: tr().tabPolls, count: all('poll').filter(({ state }) => state === 'open' || state === 'closing').length },
  ];
  if (moderates()) found.unshift({ name: 'pending', title: tr().tabPending, count: inState('pending').length });
  return found;
};

const chosen = signal<Tab>('pending');

export const tab = (): Tab => (chosen.value === 'pending' && !moderates() ? 'approved' : chosen.value);

function step(event: KeyboardEvent): void {
  const by = event.code === 'ArrowRight' ? 1 : event.code === 'ArrowLeft' ? -1 : 0;
  if (by === 0) return;
  const names = tabs().map(({ name }) => name);
  const name = names[(names.indexOf(tab()) + by + names.length) % names.length];
  if (name) chosen.value = name;
  document.getElementById(`tab-${name}`)?.focus();
}

export const Tabs = (): JSX.Element => (
  <div class="tabs" role="tablist" aria-label={tr().columns} onKeyDown={step}>
    {tabs().map(({ name, title, count }) => (
      <button
        key={name}
        type="button"
        role="tab"
        id={`tab-${name}`}
        data-tab={name}
        aria-selected={tab() === name}
        aria-controls={tab() === name ? 'tab-panel' : undefined}
        tabIndex={tab() === name ? 0 : -1}
        onClick={() => (chosen.value = name)}
      >
        {title} <span class="count">({number(count)})</span>
      </button>
    ))}
  </div>
);

export const TabPanel = ({ children }: { children: ComponentChildren }): JSX.Element => (
  <div class="stack" role="tabpanel" id="tab-panel" aria-labelledby={`tab-${tab()}`}>
    {children}
  </div>
);
