// Who is called, and the one button that calls the next.
import type { JSX } from 'preact';
import { isUnanswered } from '../../core/speakers.ts';
import type { SpeakerList } from '../../core/speakers.ts';
import type { SpeakerRow } from '../../core/types.gen.ts';
import { s } from '../../i18n/staff.ts';
import { sp } from '../../i18n/speakers.ts';
import { linked, now } from '../../ui/hub.ts';
import { Chip } from '../../ui/parts.tsx';
import { personName, siteName, Who } from '../../ui/staff.tsx';
import { Duration, durationOf } from '../duration.tsx';
import { act, actNow, isAskedAbout, start, startAnyway, unready, withdraw } from './acts.ts';
import { Late, OnAir } from './delay.tsx';
import { Act, Kind, OfQuestion, SpokenOfSite } from './parts.tsx';

const SPEAKING_SECONDS = 180;

function StartForm({ speaker, busy }: { speaker: SpeakerRow; busy: boolean }): JSX.Element {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const limit = durationOf(event.currentTarget as HTMLFormElement);
    if (limit) start(speaker, limit);
  };
  return (
    <form class="row" data-form="speaker.start" onSubmit={submit}>
      <Duration seconds={SPEAKING_SECONDS} />
      <button class="main" data-action="speaker.start" disabled={busy || !linked.value}>
        {s().start}
      </button>
      {busy && <small>{sp().busy}</small>}
    </form>
  );
}

const Unready = ({ speaker, busy }: { speaker: SpeakerRow; busy: boolean }): JSX.Element => (
  <div class="stack" role="alert" data-sure="speaker.start">
    <p class="next">{sp().notReadySure}</p>
    <p class="row">
      <Act method="speaker.start" main disabled={busy} onClick={() => startAnyway(speaker)}>
        {sp().startAnyway}
      </Act>
      <button type="button" data-action="cancel" onClick={() => (unready.value = null)}>
        {s().cancel}
      </button>
    </p>
  </div>
);

const Answer = ({ speaker }: { speaker: SpeakerRow }): JSX.Element => {
  if (speaker.state === 'ready') return <span class="ok">✓ {sp().ready}</span>;
  const late = isUnanswered(speaker, now.value);
  return (
    <span class="next" data-unanswered={late}>
      {late ? `⚠ ${sp().unanswered}` : `… ${sp().notReady}`}
    </span>
  );
};

/** busy: somebody speaks, so that it cannot begin yet. */
export const Called = ({ speaker, busy }: { speaker: SpeakerRow; busy: boolean }): JSX.Element => (
  <li data-speaker={speaker.id} data-state={speaker.state} data-rev={speaker.rev}>
    <p class="row">
      <Chip state="next">{s().speakerStates.next}</Chip> <Kind speaker={speaker} /> <Answer speaker={speaker} />
    </p>
    <b>
      <Who row={speaker} />
    </b>
    <OnAir speaker={speaker} />
    <OfQuestion speaker={speaker} />
    <SpokenOfSite site={speaker.site} />
    {isAskedAbout(speaker) ? <Unready speaker={speaker} busy={busy} /> : <StartForm speaker={speaker} busy={busy} />}
    <p class="row">
      {speaker.state === 'next' && (
        <Act method="speaker.ready" onClick={() => actNow('speaker.ready', speaker)}>
          {sp().markReady}
        </Act>
      )}
      <Act method="speaker.skip" onClick={() => act('speaker.skip', speaker)}>
        {sp().skip}
      </Act>
      <Act method="speaker.withdraw" onClick={() => withdraw(speaker)}>
        {s().withdraw}
      </Act>
    </p>
  </li>
);

/** Always in its place, so that the finger finds it; what keeps it from working is said in it. */
export function NextButton({ list }: { list: SpeakerList }): JSX.Element | null {
  const { called, waiting, floor } = list;
  const [first] = waiting;
  if (!first && !called && floor.length === 0) return null;
  const why = called ? sp().calledAlready : sp().nobodyWaits;
  return (
    <button
      type="button"
      class="main call-next"
      data-action="speaker.call"
      data-next={called ? '' : (first?.id ?? '')}
      disabled={called !== undefined || first === undefined || !linked.value}
      onClick={() => first && actNow('speaker.call', first)}
    >
      <b>{sp().callNext}</b>{' '}
      {!called && first ? (
        <span>
          {siteName(first.site)} · <bdi>{personName(first)}</bdi> <Late speaker={first} /> <small>Ctrl+Enter</small>
        </span>
      ) : (
        <span>{why}</span>
      )}
    </button>
  );
}
