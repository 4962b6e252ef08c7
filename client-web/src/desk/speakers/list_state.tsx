// Does the list of the current item take requests? And all who wait sent away, which takes two.
import type { JSX } from 'preact';
import type { AgendaItemRow } from '../../core/types.gen.ts';
import { sp } from '../../i18n/speakers.ts';
import { me, relay } from '../../ui/hub.ts';
import { Countdown } from '../../ui/parts.tsx';
import { currentItem, speakerList, tell } from '../../ui/staff.tsx';
import { Act } from './parts.tsx';

type ItemAct = 'speakers.open' | 'speakers.close' | 'speakers.clear' | 'speakers.confirm';

const act = (method: ItemAct, { id, rev }: AgendaItemRow): void => tell(method, relay.submitNow(method, { item: id, rev }));

/** Confirmed by anybody of the desk but the one who proposed; otherwise it goes away by itself. */
function Proposal({ item }: { item: AgendaItemRow }): JSX.Element {
  const own = item.proposedBy === me.value?.id;
  return (
    <div class="proposed" role="alert" data-proposed="clear" data-own={own}>
      <p class="split">
        <span>{own ? sp().clearProposed : sp().clearProposedBy(item.proposedBy ?? '')}</span>
        {item.proposedUntil && <Countdown to={item.proposedUntil} />}
      </p>
      {!own && (
        <p>
          <Act method="speakers.confirm" onClick={() => act('speakers.confirm', item)}>
            {sp().clearConfirm}
          </Act>
        </p>
      )}
    </div>
  );
}

export function ListState(): JSX.Element | null {
  const item = currentItem();
  if (!item) return null;
  const open = item.speakers === 'open';
  const method = open ? 'speakers.close' : 'speakers.open';
  return (
    <>
      <p class="row" data-list-of={item.id} data-speakers={item.speakers}>
        <span class="grow">
          {open ? '○' : '■'} {open ? sp().listOpen : sp().listClosed}
        </span>
        <Act method={method} onClick={() => act(method, item)}>
          {open ? sp().closeList : sp().openList}
        </Act>
        {speakerList().waiting.length > 0 && !item.proposed && (
          <Act method="speakers.clear" onClick={() => act('speakers.clear', item)}>
            {sp().clearList}
          </Act>
        )}
      </p>
      {item.proposed === 'clear' && <Proposal item={item} />}
    </>
  );
}
