// Whoever was called and has not said ready for ten seconds: what the desk can do about it, where nobody can miss it.
import { effect } from '@preact/signals';
import type { JSX } from 'preact';
import { holderOf } from '../../core/lease.ts';
import { isUnanswered } from '../../core/speakers.ts';
import type { SpeakerRow } from '../../core/types.gen.ts';
import { cu } from '../../i18n/cue.ts';
import { sp } from '../../i18n/speakers.ts';
import { dayAndTime } from '../../ui/day.ts';
import { live, now, one, ready } from '../../ui/hub.ts';
import { sayNow } from '../../ui/say.ts';
import { personName, siteName, speakerList } from '../../ui/staff.tsx';
import { act, actNow } from './acts.ts';
import { Act } from './parts.tsx';

function unanswered(): SpeakerRow | undefined {
  const { called } = speakerList();
  return called && isUnanswered(called, now.value) ? called : undefined;
}

const who = (speaker: SpeakerRow): string => [siteName(speaker.site), personName(speaker)].filter(Boolean).join(' · ');

const secondsSince = (speaker: SpeakerRow): number => Math.floor((now.value - (speaker.calledAt ?? now.value)) / 1000);

/** Who has the console there, and is it manned? */
function atConsole(speaker: SpeakerRow): string {
  const site = speaker.site === undefined ? undefined : one('site', speaker.site);
  if (!site || site.siteKind === 'hall') return '';
  if (site.operator === undefined) return cu().operatorNone;
  const { here, seenAt } = holderOf(site, live.value?.operators) ?? {};
  const name = site.operatorName ?? site.operator;
  if (here) return cu().operatorHere(name);
  return seenAt === undefined ? name : cu().operatorGone(name, dayAndTime(seenAt));
}

export function CueAlert(): JSX.Element | null {
  const speaker = unanswered();
  if (!speaker) return null;
  return (
    <div class="bar news split" role="alert" data-bar="unanswered" data-speaker={speaker.id}>
      <span class="grow">
        <b>⚠ {cu().alert(who(speaker), secondsSince(speaker))}</b> <span>{cu().alertHow}</span> <small>{atConsole(speaker)}</small>
      </span>
      <span class="row">
        <Act method="speaker.ready" onClick={() => actNow('speaker.ready', speaker)}>
          {sp().markReady}
        </Act>
        <Act method="speaker.skip" onClick={() => act('speaker.skip', speaker)}>
          {sp().skip}
        </Act>
      </span>
    </div>
  );
}

let said = '';

// Once for each call.
effect(() => {
  const speaker = ready.value ? unanswered() : undefined;
  const key = speaker ? `${speaker.id} ${speaker.calledAt}` : '';
  if (key === said) return;
  said = key;
  if (speaker) sayNow(cu().alert(who(speaker), secondsSince(speaker)));
});
