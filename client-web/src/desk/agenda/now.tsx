import type { JSX } from 'preact';
import { currentItem } from '../../core/programme.ts';
import { v } from '../../i18n/displays.ts';
import { all, one } from '../../ui/hub.ts';
import { Bi } from '../../ui/parts.tsx';

/** One line: the session and the item that are on now. */
export function NowOn(): JSX.Element | null {
  const item = currentItem(all('agenda_item'));
  if (!item) return null;
  const session = item.session === undefined ? undefined : one('agenda_session', item.session);
  return (
    <p class="now-on" data-now={item.id}>
      <small>{v().nowOn}:</small> {session && <Bi text={session.title} />}
      {session && ' · '}
      <b>
        <Bi text={item.title} />
      </b>
      {item.presenter && (
        <>
          {' · '}
          <bdi>{item.presenter}</bdi>
        </>
      )}
    </p>
  );
}
