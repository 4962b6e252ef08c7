// The list of speakers as a site sees it, and what it is told of its own requests.
import { effect } from '@preact/signals';
import type { JSX } from 'preact';
import { isUnanswered, mostUrgent, placeOf, stepOf, timeLeft } from '../../core/speakers.ts';
import type { Step } from '../../core/speakers.ts';
import type { SpeakerRow } from '../../core/types.gen.ts';
import { l } from '../../i18n/link.ts';
import { s } from '../../i18n/staff.ts';
import { sp } from '../../i18n/speakers.ts';
import { alone, now, ready, relay, within } from '../../ui/hub.ts';
import { Chip, Timer } from '../../ui/parts.tsx';
import { sayNow } from '../../ui/say.ts';
import { currentItem, Panel, personName, speakerList, tell, Who } from '../../ui/staff.tsx';
import { isOwn } from './own.ts';

/** Everybody who is not through yet, in order. */
const shown = (): SpeakerRow[] => {
  const { floor, called, waiting, later } = speakerList();
  return [...floor, ...(called ? [called] : []), ...waiting, ...later];
};

export const ownSpeaker = (): SpeakerRow | undefined => mostUrgent(shown().filter(isOwn));

const place = (speaker: SpeakerRow): number => placeOf(speakerList(), speaker.id);

const stepOfOwn = (speaker: SpeakerRow): Step | null => stepOf(speaker, place(speaker), now.value);

function words(speaker: SpeakerRow): string {
  const said: Record<Step, string> = {
    received: sp().cueReceived,
    waiting: s().cueWaiting(place(speaker)),
    second: sp().cueSecond,
    next: s().cueNext,
    ready: sp().cueReady,
    speaking: s().cueSpeaking,
    paused: sp().cuePaused,
    over: sp().cueOver,
  };
  const step = stepOfOwn(speaker);
  return step ? said[step] : '';
}

const sayReady = (speaker: SpeakerRow): void =>
  tell('speaker.ready', relay.submitNow('speaker.ready', { speaker: speaker.id, rev: speaker.rev }));

/** Full width and always there: the operator looks up from the hall and must see it. */
export function CueBar(): JSX.Element {
  const speaker = ownSpeaker();
  if (!speaker)
    return (
      <p class="bar cue" data-cue="none">
        {s().cueNone}
      </p>
    );
  const left = timeLeft(speaker, now.value);
  return (
    <div class="bar cue split" data-cue={speaker.state} data-step={stepOfOwn(speaker)}>
      <span>
        {words(speaker)} · <bdi>{personName(speaker)}</bdi>
      </span>
      {left !== undefined && <Timer left={left} />}
      {speaker.state === 'next' && (
        <>
          {alone.value && <small data-why="link_down">{l().notNow}</small>}
          <button type="button" class="main" data-action="speaker.ready" disabled={!within.value} onClick={() => sayReady(speaker)}>
            {sp().sayReady} <small>F9</small>
          </button>
        </>
      )}
    </div>
  );
}

document.addEventListener('keydown', (event) => {
  if (event.code !== 'F9' || event.repeat || !ready.value) return;
  event.preventDefault();
  const speaker = ownSpeaker();
  if (speaker?.state === 'next' && within.value) sayReady(speaker);
});

let saidLast = '';

// Each step once; whoever does not answer the call is told a second time.
effect(() => {
  const speaker = ownSpeaker();
  const step = speaker && stepOfOwn(speaker);
  const loud = step === 'next' || step === 'speaking' || step === 'over';
  const key = speaker && loud ? `${speaker.id} ${step} ${isUnanswered(speaker, now.value)}` : '';
  if (key === saidLast) return;
  saidLast = key;
  // The same words twice would not be read out twice.
  if (speaker && key) sayNow(`${words(speaker)}${key.endsWith('true') ? '!' : ''}`);
});

function Speaker({ speaker }: { speaker: SpeakerRow }): JSX.Element {
  const left = timeLeft(speaker, now.value);
  const waits = speaker.state === 'waiting' && place(speaker) > 0;
  return (
    <li class="row" data-speaker={speaker.id} data-state={speaker.state} data-own={isOwn(speaker)} data-place={place(speaker)}>
      <Chip state={speaker.state}>{waits ? s().place(place(speaker)) : s().speakerStates[speaker.state]}</Chip>
      <Who row={speaker} />
      {speaker.class !== 'normal' && (
        <small class="tag" data-class={speaker.class}>
          {sp().classes[speaker.class]}
        </small>
      )}
      {left !== undefined && <Timer left={left} />}
      {isOwn(speaker) && speaker.state !== 'speaking' && speaker.state !== 'paused' && (
        <button
          type="button"
          data-action="speaker.withdraw"
          onClick={() => tell('speaker.withdraw', relay.submit('speaker.withdraw', { speaker: speaker.id }))}
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
