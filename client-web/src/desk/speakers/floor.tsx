// Who speaks, or spoke and is paused.
import type { JSX } from 'preact';
import { timeLeft } from '../../core/speakers.ts';
import type { SpeakerRow } from '../../core/types.gen.ts';
import { s } from '../../i18n/staff.ts';
import { sp } from '../../i18n/speakers.ts';
import { now } from '../../ui/hub.ts';
import { Chip } from '../../ui/parts.tsx';
import { PauseSign } from '../../ui/pause_sign.tsx';
import { Who } from '../../ui/staff.tsx';
import { act, actNow, extend } from './acts.ts';
import { OnAir } from './delay.tsx';
import { Act, Kind, OfQuestion } from './parts.tsx';
import { TimeOf } from './time.tsx';

const MORE: readonly { seconds: number; name: 'less' | 'more30' | 'more60' }[] = [
  { seconds: -30, name: 'less' },
  { seconds: 30, name: 'more30' },
  { seconds: 60, name: 'more60' },
];

/** busy: somebody else speaks. */
export function OnFloor({ speaker, busy }: { speaker: SpeakerRow; busy: boolean }): JSX.Element {
  const left = timeLeft(speaker, now.value);
  return (
    <li data-speaker={speaker.id} data-state={speaker.state} data-rev={speaker.rev}>
      <p class="split">
        <span>
          <Chip state={speaker.state}>{s().speakerStates[speaker.state]}</Chip> <Kind speaker={speaker} />
        </span>
        <span class="big">{left === undefined ? <small>{sp().noLimit}</small> : <TimeOf speaker={speaker} left={left} />}</span>
      </p>
      <b>
        <Who row={speaker} />
      </b>
      <OnAir speaker={speaker} />
      <OfQuestion speaker={speaker} />
      <p class="row">
        {speaker.state === 'speaking' ? (
          <Act method="speaker.pause" onClick={() => act('speaker.pause', speaker)}>
            <PauseSign /> {sp().pause}
          </Act>
        ) : (
          <Act method="speaker.resume" disabled={busy} onClick={() => actNow('speaker.resume', speaker)}>
            ▶ {sp().resume}
          </Act>
        )}
        <Act method="speaker.finish" main onClick={() => act('speaker.finish', speaker)}>
          {s().finish}
        </Act>
      </p>
      <p class="row more">
        {MORE.map(({ seconds, name }) => (
          <Act key={name} method="speaker.extend" seconds={seconds} disabled={seconds < 0 && left === undefined} onClick={() => extend(speaker, seconds)}>
            {sp()[name]}
          </Act>
        ))}
      </p>
    </li>
  );
}
