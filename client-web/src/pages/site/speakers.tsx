// The list of speakers as a site sees it.
import type { JSX } from 'preact';
import { timeLeftThere } from '../../core/cue.ts';
import { mostUrgent, placeOf, timeLeft } from '../../core/speakers.ts';
import type { SpeakerRow } from '../../core/types.gen.ts';
import { TimeOf } from '../../desk/speakers/time.tsx';
import { TimeBar } from '../../desk/speakers/time_bar.tsx';
import { s } from '../../i18n/staff.ts';
import { sp } from '../../i18n/speakers.ts';
import { now } from '../../ui/hub.ts';
import { forSite, isFenced } from '../../ui/lease.ts';
import { Chip } from '../../ui/parts.tsx';
import { currentItem, Panel, personName, siteName, speakerList, tell, Who } from '../../ui/staff.tsx';
import { isOwn } from './own.ts';

/** Everybody who is not through yet, in order. */
const shown = (): SpeakerRow[] => {
  const { floor, called, waiting, later } = speakerList();
  return [...floor, ...(called ? [called] : []), ...waiting, ...later];
};

export const ownSpeaker = (): SpeakerRow | undefined => mostUrgent(shown().filter(isOwn));

/** Place in the line from 1; 0: not in it. */
export const place = (speaker: SpeakerRow): number => placeOf(speakerList(), speaker.id);

/** One's own by name alone: of which site they are everybody here knows. */
const Whose = ({ speaker }: { speaker: SpeakerRow }): JSX.Element =>
  isOwn(speaker) ? <bdi class="grow">{personName(speaker) || siteName(speaker.site)}</bdi> : <Who row={speaker} />;

function Speaker({ speaker }: { speaker: SpeakerRow }): JSX.Element {
  const left = isOwn(speaker) ? timeLeftThere(speaker, now.value) : timeLeft(speaker, now.value);
  const waits = speaker.state === 'waiting' && place(speaker) > 0;
  return (
    <li class="row" data-speaker={speaker.id} data-state={speaker.state} data-own={isOwn(speaker)} data-place={place(speaker)}>
      <Chip state={speaker.state}>{waits ? s().place(place(speaker)) : s().speakerStates[speaker.state]}</Chip>
      <Whose speaker={speaker} />
      {speaker.class !== 'normal' && (
        <small class="tag" data-class={speaker.class}>
          {sp().classes[speaker.class]}
        </small>
      )}
      {left !== undefined && <TimeOf speaker={speaker} left={left} />}
      {left !== undefined && <TimeBar speaker={speaker} left={left} />}
      {isOwn(speaker) && speaker.state !== 'speaking' && speaker.state !== 'paused' && (
        <button
          type="button"
          data-action="speaker.withdraw"
          disabled={isFenced()}
          onClick={() => tell('speaker.withdraw', forSite('speaker.withdraw', { speaker: speaker.id }))}
        >
          {s().withdraw}
        </button>
      )}
    </li>
  );
}

export function SpeakerPanel(): JSX.Element {
  const speakers = shown();
  const item = currentItem();
  return (
    <Panel name="speakers" title={s().speakers} count={speakers.length}>
      {item?.speakers === 'closed' && (
        <p class="bar closed" data-speakers="closed">
          {sp().listClosed}
        </p>
      )}
      {speakers.length === 0 && <p class="empty">{s().noSpeakers}</p>}
      <ol class="plain">
        {speakers.map((speaker) => (
          <Speaker key={speaker.id} speaker={speaker} />
        ))}
      </ol>
    </Panel>
  );
}
