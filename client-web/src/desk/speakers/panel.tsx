import type { JSX } from 'preact';
import type { SpeakerRow } from '../../core/types.gen.ts';
import { s } from '../../i18n/staff.ts';
import { linked, relay } from '../../ui/hub.ts';
import { Chip, Countdown } from '../../ui/parts.tsx';
import { Panel, speakerList, tell, Who } from '../../ui/staff.tsx';
import { secondsOf, show } from '../fields.ts';

const SPEAKING_SECONDS = 180;

function StartForm({ speaker }: { speaker: SpeakerRow }): JSX.Element {
  const start = (event: SubmitEvent): void => {
    event.preventDefault();
    tell('speaker.start', relay.submitNow('speaker.start', { speaker: speaker.id, rev: speaker.rev, ...secondsOf(event) }));
  };
  return (
    <form class="row" onSubmit={start}>
      <label class="row">
        {s().seconds} <input class="narrow" name="seconds" type="number" min={1} max={7200} defaultValue={String(SPEAKING_SECONDS)} />
      </label>
      <button class="main" data-action="speaker.start" disabled={!linked.value}>
        {s().start}
      </button>
    </form>
  );
}

function Speaker({ speaker }: { speaker: SpeakerRow }): JSX.Element {
  const named = { speaker: speaker.id, rev: speaker.rev };
  return (
    <li data-speaker={speaker.id} data-state={speaker.state} data-rev={speaker.rev}>
      <p class="split">
        <Chip state={speaker.state}>{s().speakerStates[speaker.state]}</Chip>
        {speaker.state === 'speaking' && speaker.endsAt && <Countdown to={speaker.endsAt} />}
      </p>
      <Who row={speaker} />
      {(speaker.state === 'next' || speaker.state === 'ready') && <StartForm speaker={speaker} />}
      <p class="row">
        {speaker.state === 'waiting' && (
          <button
            type="button"
            data-action="speaker.call"
            disabled={!linked.value}
            onClick={() => tell('speaker.call', relay.submitNow('speaker.call', named))}
          >
            {s().call}
          </button>
        )}
        {(speaker.state === 'speaking' || speaker.state === 'paused') && (
          <button
            type="button"
            class="main"
            data-action="speaker.finish"
            disabled={!linked.value}
            onClick={() => tell('speaker.finish', relay.submit('speaker.finish', named))}
          >
            {s().finish}
          </button>
        )}
        {(speaker.state === 'waiting' || speaker.state === 'next' || speaker.state === 'ready') && (
          <button
            type="button"
            data-action="speaker.withdraw"
            disabled={!linked.value}
            onClick={() => tell('speaker.withdraw', relay.submit('speaker.withdraw', { speaker: speaker.id }))}
          >
            {s().withdraw}
          </button>
        )}
      </p>
    </li>
  );
}

export function SpeakerPanel(): JSX.Element {
  const list = speakerList();
  const current = list.filter((speaker) => speaker.state !== 'finished' && speaker.state !== 'withdrawn' && speaker.state !== 'expired');
  const done = list.filter((speaker) => speaker.state === 'finished');
  return (
    <Panel name="speakers" title={s().speakers} count={current.length}>
      {current.length === 0 && <p class="empty">{s().noSpeakers}</p>}
      <ol class="plain">
        {current.map((speaker) => (
          <Speaker key={speaker.id} speaker={speaker} />
        ))}
      </ol>
      <p>
        <button
          type="button"
          data-action="stage.show"
          data-view="speaker"
          disabled={!linked.value}
          onClick={() => show({ view: 'speaker' })}
        >
          {s().toStage}
        </button>
      </p>
      <details data-list="finished">
        <summary>
          {s().done} ({done.length})
        </summary>
        <ol class="plain">
          {done.map((speaker) => (
            <Speaker key={speaker.id} speaker={speaker} />
          ))}
        </ol>
      </details>
    </Panel>
  );
}
