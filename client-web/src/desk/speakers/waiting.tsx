import type { JSX } from 'preact';
import { placeOf, waitedMinutes } from '../../core/speakers.ts';
import type { SpeakerList } from '../../core/speakers.ts';
import type { SpeakerRow } from '../../core/types.gen.ts';
import { s } from '../../i18n/staff.ts';
import { sp } from '../../i18n/speakers.ts';
import { now } from '../../ui/hub.ts';
import { Who } from '../../ui/staff.tsx';
import { actNow, withdraw } from './acts.ts';
import { Act, Kind, SpokenOfSite } from './parts.tsx';

/** Whoever waits can be called out of turn; the hub allows one who is called. */
export const Waiting = ({ speaker, list }: { speaker: SpeakerRow; list: SpeakerList }): JSX.Element => (
  <li data-speaker={speaker.id} data-state={speaker.state} data-rev={speaker.rev} data-place={placeOf(list, speaker.id)}>
    <p class="row">
      <b class="place-number">{placeOf(list, speaker.id)}</b> <Who row={speaker} /> <Kind speaker={speaker} />
    </p>
    <p class="row narrow-row">
      <small class="grow">
        {sp().waited(waitedMinutes(speaker, now.value))} <SpokenOfSite site={speaker.site} />
      </small>
      <Act method="speaker.call" disabled={list.called !== undefined} onClick={() => actNow('speaker.call', speaker)}>
        {sp().callOutOfTurn}
      </Act>
      <Act method="speaker.withdraw" onClick={() => withdraw(speaker)}>
        {s().withdraw}
      </Act>
    </p>
  </li>
);
