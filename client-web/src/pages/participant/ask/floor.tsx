// The own request to speak: where it stands, and what can be done about it.
import type { JSX } from 'preact';
import { onAirIn } from '../../../core/cue.ts';
import { isCalled, isOnFloor, listOf, placeOf, stepOf } from '../../../core/speakers.ts';
import type { Step } from '../../../core/speakers.ts';
import type { HeldCommand } from '../../../core/outbox.ts';
import type { Class, MySpeakerRow } from '../../../core/types.gen.ts';
import { en } from '../../../i18n/floor.en.ts';
import { vi } from '../../../i18n/floor.vi.ts';
import { l } from '../../../i18n/link.ts';
import { all, alone, mine, now, relay, waiting, within } from '../../../ui/hub.ts';
import { dictionary } from '../../../ui/language.ts';
import { heldWord } from '../../../ui/parts.tsx';

export const f = dictionary(vi, en);

const currentItem = () => all('agenda_item').find((item) => item.state === 'current');

const isActive = (speaker: MySpeakerRow): boolean => speaker.state === 'waiting' || isCalled(speaker) || isOnFloor(speaker);

function words(speaker: MySpeakerRow, place: number): string {
  const said: Partial<Record<Step, string>> = {
    received: f().received,
    waiting: f().place(place),
    second: f().second,
    next: f().next,
    ready: f().ready,
  };
  const step = stepOf(speaker, place, now.value);
  return (step && said[step]) ?? '';
}

const heldOf = <C extends HeldCommand['method']>(method: C, fits: (params: HeldCommand<C>['params']) => boolean): HeldCommand | undefined =>
  (waiting(method) as HeldCommand<C>[]).find((command) => fits(command.params));

function Request({ speaker }: { speaker: MySpeakerRow }): JSX.Element | null {
  // On the floor the bar above says it all.
  if (isOnFloor(speaker)) return null;
  const place = placeOf(listOf(all('speaker'), currentItem()?.id), speaker.id);
  const withdrawing = heldOf('speaker.withdraw', (params) => params.speaker === speaker.id);
  return (
    <section class="card split" data-floor={speaker.state} data-place={place} data-class={speaker.class}>
      <span>
        {speaker.class === 'point_of_order' && <b>{f().orderOwn}: </b>}
        {speaker.question !== undefined && <b>{f().question(speaker.question)}: </b>}
        {words(speaker, place)}
      </span>
      {withdrawing ? (
        heldWord(withdrawing)
      ) : (
        <button type="button" data-action="speaker.withdraw" onClick={() => relay.submit('speaker.withdraw', { speaker: speaker.id })}>
          {f().withdraw}
        </button>
      )}
    </section>
  );
}

const sentOf = (name: Class): HeldCommand | undefined => heldOf('speaker.request', (params) => (params.class ?? 'normal') === name);

function Ordinary(): JSX.Element {
  const sent = sentOf('normal');
  if (sent)
    return (
      <section class="card" data-floor="sent">
        <p>
          {f().request} · {heldWord(sent)}
        </p>
      </section>
    );
  const closed = currentItem()?.speakers === 'closed';
  return (
    <section class="card" data-floor={closed ? 'closed' : 'none'}>
      {closed && <p class="muted">{f().closed}</p>}
      <button type="button" class="wide" data-action="speaker.request" disabled={closed} onClick={() => relay.submit('speaker.request', {})}>
        {f().request}
      </button>
    </section>
  );
}

function PointOfOrder(): JSX.Element {
  const sent = sentOf('point_of_order');
  return (
    <details class="card order">
      <summary>{f().order}</summary>
      <div class="stack">
        <p class="muted">{f().orderWhy}</p>
        {sent ? (
          <p>{heldWord(sent)}</p>
        ) : (
          <button
            type="button"
            class="wide"
            data-action="speaker.request"
            data-class="point_of_order"
            onClick={() => relay.submit('speaker.request', { class: 'point_of_order' })}
          >
            {f().orderRequest}
          </button>
        )}
      </div>
    </details>
  );
}

export function Floor(): JSX.Element {
  const own = mine('my_speaker').filter(isActive);
  const has = (fits: (name: Class) => boolean): boolean => own.some((speaker) => fits(speaker.class));
  return (
    <>
      <div class="stack">
        {own.map((speaker) => (
          <Request key={speaker.id} speaker={speaker} />
        ))}
      </div>
      {!has((name) => name !== 'point_of_order') && <Ordinary />}
      {!has((name) => name === 'point_of_order') && <PointOfOrder />}
    </>
  );
}

/** In the bar above every tab: only who is called can say it, and late it would be worthless. */
export function Ready({ speaker }: { speaker: MySpeakerRow }): JSX.Element | null {
  if (speaker.state === 'ready') return <span>{f().saidReady}</span>;
  // The countdown beside it is of the picture here, as on the console of the site.
  const wait = Math.ceil(onAirIn(speaker, now.value) / 1000);
  if (wait > 0) return <span data-on-air-in={wait}>{f().onAirIn(wait)}</span>;
  if (speaker.state !== 'next') return null;
  const [sent] = waiting('speaker.ready');
  return sent ? (
    <span>{heldWord(sent)}</span>
  ) : alone.value ? (
    <span data-why="link_down">{l().notNow}</span>
  ) : (
    <button
      type="button"
      class="main"
      data-action="speaker.ready"
      disabled={!within.value}
      onClick={() => relay.submitNow('speaker.ready', { speaker: speaker.id, rev: speaker.rev })}
    >
      {f().sayReady}
    </button>
  );
}
