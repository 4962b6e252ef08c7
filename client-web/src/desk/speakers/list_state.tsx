// Does the list of the current item take requests?
import type { JSX } from 'preact';
import { sp } from '../../i18n/speakers.ts';
import { relay } from '../../ui/hub.ts';
import { currentItem, tell } from '../../ui/staff.tsx';
import { Act } from './parts.tsx';

export function ListState(): JSX.Element | null {
  const item = currentItem();
  if (!item) return null;
  const open = item.speakers === 'open';
  const method = open ? 'speakers.close' : 'speakers.open';
  return (
    <p class="row" data-list-of={item.id} data-speakers={item.speakers}>
      <span class="grow">
        {open ? '○' : '■'} {open ? sp().listOpen : sp().listClosed}
      </span>
      <Act method={method} onClick={() => tell(method, relay.submitNow(method, { item: item.id, rev: item.rev }))}>
        {open ? sp().closeList : sp().openList}
      </Act>
    </p>
  );
}
