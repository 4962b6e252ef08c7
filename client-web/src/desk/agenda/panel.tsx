// The programme: sessions, their items, which one is on, and beginning another.
import type { JSX } from 'preact';
import { groupsOf, plannedMinutes } from '../../core/programme.ts';
import type { Group } from '../../core/programme.ts';
import type { AgendaItemRow } from '../../core/types.gen.ts';
import { v } from '../../i18n/displays.ts';
import { s } from '../../i18n/staff.ts';
import { all, linked, relay } from '../../ui/hub.ts';
import { Bi, Chip } from '../../ui/parts.tsx';
import { Panel, tell } from '../../ui/staff.tsx';

const start = (item: AgendaItemRow): void => tell('agenda.start', relay.submitNow('agenda.start', { item: item.id, rev: item.rev }));

/** Kind, who presents, how long it is meant to be. */
function Facts({ item }: { item: AgendaItemRow }): JSX.Element {
  const minutes = plannedMinutes(item);
  return (
    <small>
      {s().itemKinds[item.itemKind]}
      {item.presenter && (
        <>
          {' · '}
          <bdi>{item.presenter}</bdi>
        </>
      )}
      {minutes > 0 && ` · ${v().minutes(minutes)}`}
    </small>
  );
}

const Item = ({ item }: { item: AgendaItemRow }): JSX.Element => (
  <li class="row" data-item={item.id} data-state={item.state} data-rev={item.rev}>
    <span class="grow">
      <Bi text={item.title} /> {item.state !== 'planned' && <Chip state={item.state}>{s().itemStates[item.state]}</Chip>}
      <br />
      <Facts item={item} />
    </span>
    {item.state !== 'current' && (
      <button type="button" data-action="agenda.start" disabled={!linked.value} onClick={() => start(item)}>
        {s().begin}
      </button>
    )}
  </li>
);

const Session = ({ group: { session, items } }: { group: Group }): JSX.Element => (
  <section class="session" data-session={session?.id}>
    {session && (
      <h3>
        <Bi text={session.title} />
      </h3>
    )}
    <ol class="plain">
      {items.map((item) => (
        <Item key={item.id} item={item} />
      ))}
    </ol>
  </section>
);

export function AgendaPanel(): JSX.Element {
  const groups = groupsOf(all('agenda_item'), all('agenda_session'));
  return (
    <Panel name="agenda" title={s().agenda}>
      {groups.length === 0 && <p class="empty">{v().noItems}</p>}
      {groups.map((group) => (
        <Session key={group.items[0]?.id} group={group} />
      ))}
    </Panel>
  );
}
