// The programme on the stage: what is on now, who presents it, what comes next.
import type { JSX } from 'preact';
import { currentItem, groupsOf, plannedMinutes, toCome } from '../../core/programme.ts';
import type { AgendaItemRow } from '../../core/types.gen.ts';
import { all, one } from '../../ui/hub.ts';
import { pick } from '../../ui/language.ts';
import { Bi } from '../../ui/parts.tsx';
import { sizeOf } from './size.ts';
import { d } from './words.ts';

const NEXT_SHOWN = 3;
const FIRST_SHOWN = 6;
// Above the list of what comes next.
const ABOVE_NEXT = 0.6;

function Now({ item, share }: { item: AgendaItemRow; share: number }): JSX.Element {
  const session = item.session === undefined ? undefined : one('agenda_session', item.session);
  return (
    <div class="now" data-item={item.id} data-kind={item.itemKind}>
      <p class="label live">
        {d().now}
        <span class="muted"> · {d().kinds[item.itemKind]}</span>
        {session && (
          <span class="muted">
            {' · '}
            <Bi text={session.title} />
          </span>
        )}
      </p>
      <p class="text" data-size={sizeOf(pick(item.title), share)}>
        <Bi text={item.title} />
      </p>
      {item.presenter && (
        <p class="name presenter">
          {item.itemKind === 'commendation' ? d().commended : d().presenter}: <bdi>{item.presenter}</bdi>
        </p>
      )}
    </div>
  );
}

const Next = ({ items, label, more }: { items: readonly AgendaItemRow[]; label: string; more: number }): JSX.Element => (
  <div class="coming">
    <p class="label next">{label}</p>
    <ol>
      {items.map((item) => (
        <li key={item.id} data-coming={item.id}>
          <span>
            <Bi text={item.title} />
            {item.presenter && (
              <span class="muted">
                {' – '}
                <bdi>{item.presenter}</bdi>
              </span>
            )}
          </span>
          {plannedMinutes(item) > 0 && <span class="muted minutes">{d().minutes(plannedMinutes(item))}</span>}
        </li>
      ))}
    </ol>
    {more > 0 && <p class="muted more">{d().more(more)}</p>}
  </div>
);

export function Agenda(): JSX.Element {
  const items = all('agenda_item');
  const current = currentItem(items);
  const coming = toCome(groupsOf(items, all('agenda_session')), Infinity);
  // The seventh takes no more room than the words that there is one more.
  const most = current ? NEXT_SHOWN : coming.length === FIRST_SHOWN + 1 ? coming.length : FIRST_SHOWN;
  const next = coming.slice(0, most);
  const conference = one('conference', 'conference');
  return (
    <div class="agenda">
      {!current && conference && (
        <div class="opening">
          <p class="text" data-size={next.length > 0 ? 'm' : 'xl'}>
            <Bi text={conference.title} />
          </p>
          {conference.theme && (
            <p class="name">
              <Bi text={conference.theme} />
            </p>
          )}
        </div>
      )}
      {current && <Now item={current} share={next.length > 0 ? ABOVE_NEXT : 1} />}
      {next.length > 0 && <Next items={next} label={current ? d().next : d().agenda} more={current ? 0 : coming.length - next.length} />}
    </div>
  );
}
