// The time of whoever speaks, said to who listens to the page: early enough to all, the end only to whom it concerns.
import { effect } from '@preact/signals';
import { timeCall } from '../../core/time_calls.ts';
import type { Looked, TimeCall } from '../../core/time_calls.ts';
import { timeLeft } from '../../core/speakers.ts';
import type { SpeakerRow } from '../../core/types.gen.ts';
import { tc } from '../../i18n/time_calls.ts';
import { now, ready } from '../../ui/hub.ts';
import { say, sayNow } from '../../ui/say.ts';
import { personName, siteName, speakerList } from '../../ui/staff.tsx';

const LAST_S = 10;

interface Ways {
  /** As the countdown of this page has it. */
  readonly leftOf?: (speaker: SpeakerRow, now: number) => number | undefined;
  /** Told of the last seconds and of the end, over whatever is being read. */
  readonly concerns: (speaker: SpeakerRow) => boolean;
  /** The page says the end itself. */
  readonly saysEnd?: true;
}

const words = ({ seconds }: TimeCall, speaker: SpeakerRow): string => {
  const who = personName(speaker) || siteName(speaker.site);
  return seconds > 0 ? tc().left(seconds, who) : tc().over(who);
};

export function sayTime({ leftOf = timeLeft, concerns, saysEnd }: Ways): void {
  let last: Looked | null = null;
  effect(() => {
    const [speaker] = ready.value ? speakerList().floor : [];
    const left = speaker?.state === 'speaking' ? leftOf(speaker, now.value) : undefined;
    const { looked, call } = timeCall(last, speaker === undefined || left === undefined ? null : { of: speaker.id, left });
    last = looked;
    if (!call || !speaker) return;
    if (call.moment > LAST_S) say(words(call, speaker));
    else if (concerns(speaker) && !(saysEnd && call.seconds === 0)) sayNow(words(call, speaker));
  });
}
