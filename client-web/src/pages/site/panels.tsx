import type { JSX } from 'preact';
import type { QuestionRow, SpeakerRow } from '../../core/types.gen.ts';
import { s } from '../../i18n/staff.ts';
import { me, relay } from '../../ui/hub.ts';
import { Chip, Countdown } from '../../ui/parts.tsx';
import { Panel, speakerList, tell, Who } from '../../ui/staff.tsx';

export const isOwn = (row: QuestionRow | SpeakerRow): boolean => row.site === me.value?.site;

export const ownSpeakers = (): SpeakerRow[] => speakerList().filter(isOwn);

/** Place in the line, counted from 1 after the one who is speaking. */
export const placeOf = (speaker: SpeakerRow): number =>
  speakerList()
    .filter((row) => row.state !== 'speaking')
    .indexOf(speaker) + 1;

export function SpeakerPanel(): JSX.Element {
  const speakers = speakerList();
  return (
    <Panel name="speakers" title={s().speakers} count={speakers.length}>
      {speakers.length === 0 && <p class="empty">{s().noSpeakers}</p>}
      <ol class="plain">
        {speakers.map((speaker) => (
          <li key={speaker.id} class="row" data-speaker={speaker.id} data-state={speaker.state} data-own={isOwn(speaker)}>
            <Chip state={speaker.state}>
              {speaker.state === 'waiting' ? s().place(placeOf(speaker)) : s().speakerStates[speaker.state]}
            </Chip>
            <Who row={speaker} />
            {speaker.endsAt && <Countdown to={speaker.endsAt} />}
            {isOwn(speaker) && speaker.state !== 'speaking' && (
              <button
                type="button"
                data-action="speaker.withdraw"
                onClick={() => tell('speaker.withdraw', relay.submit('speaker.withdraw', { speaker: speaker.id }))}
              >
                {s().withdraw}
              </button>
            )}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
