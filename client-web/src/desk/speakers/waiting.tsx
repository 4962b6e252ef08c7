import type { JSX } from 'preact';
import { placeOf, waitedMinutes } from '../../core/speakers.ts';
import type { SpeakerList } from '../../core/speakers.ts';
import type { SpeakerRow } from '../../core/types.gen.ts';
import { s } from '../../i18n/staff.ts';
import { sp } from '../../i18n/speakers.ts';
import { dayAndTime } from '../../ui/day.ts';
import { now } from '../../ui/hub.ts';
import { Who } from '../../ui/staff.tsx';
import { actNow, withdraw } from './acts.ts';
import { Act, Kind, SpokenOfSite } from './parts.tsx';

/** Why somebody stands where they stand. */
function why({ class: name, at, since }: SpeakerRow): string {
  if (name !== 'normal') return sp().byClass(sp().classes[name]);
  return since !== undefined && since !== at ? sp().again(dayAndTime(since)) : sp().bySince(dayAndTime(at));
}

/** Whoever waits can be called out of turn; the hub allows one who is called. */
export function Waiting({ speaker, list }: { speaker: SpeakerRow; list: SpeakerList }): JSX.Element {
  const waited = waitedMinutes(speaker, now.value);
  return (
    <li data-speaker={speaker.id} data-state={speaker.state} data-rev={speaker.rev} data-place={placeOf(list, speaker.id)}>
      <p class="row">
        <b class="place-number">{placeOf(list, speaker.id)}</b> <Who row={speaker} /> <Kind speaker={speaker} />
      </p>
      <p class="row narrow-row">
        <small class="grow">
          <span class="why">{why(speaker)}</span> {waited > 0 && `· ${sp().waited(waited)}`} <SpokenOfSite site={speaker.site} />
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
}
