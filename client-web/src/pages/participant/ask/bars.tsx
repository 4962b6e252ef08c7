// What stands above every tab. It is part of the page's head, which stays in sight: what it pushes away is put back by steady.ts.
import { effect, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { isCalled, mostUrgent, timeLeft } from '../../../core/speakers.ts';
import { t } from '../../../i18n/common.ts';
import { me, mine, now, relay } from '../../../ui/hub.ts';
import { hourAndMinute } from '../../../ui/language.ts';
import { OutboxList } from '../../../ui/outbox.tsx';
import { Timer } from '../../../ui/parts.tsx';
import { sayNow } from '../../../ui/say.ts';
import { LostBar } from '../../../ui/states.tsx';
import { tab, unseenPoll } from '../tab.ts';
import { w } from '../words.ts';
import { f, Ready } from './floor.tsx';
import { a } from './words.ts';

const ownCall = () => mostUrgent(mine('my_speaker').filter(({ state }) => state !== 'waiting'));

function Cue(): JSX.Element | null {
  const called = ownCall();
  if (!called) return null;
  // It begins later where it is seen, and ends as much later.
  const left = timeLeft(called, now.value - (called.videoDelay ?? 0));
  return (
    <div class="bar cue split" data-cue={called.state}>
      <b>{isCalled(called) ? a().youAreNext : called.state === 'paused' ? w().paused : a().youSpeak}</b>
      {left !== undefined && <Timer left={left} />}
      <Ready speaker={called} />
    </div>
  );
}

let told = '';

effect(() => {
  const call = ownCall();
  const words = call?.state === 'next' ? a().youAreNext : call?.state === 'speaking' ? a().youSpeak : '';
  if (words !== told && words !== '') sayNow(words);
  told = words;
});

const News = (): JSX.Element | null =>
  unseenPoll.value && tab.value !== 'poll' ? (
    <button type="button" class="bar news" data-action="show-poll" onClick={() => (tab.value = 'poll')}>
      {w().newPoll}
    </button>
  ) : null;

const understood = signal(0);

/** The own code was tried on another device: told until it is understood or the operator has let it move. */
function Moved(): JSX.Element | null {
  const at = me.value?.moveRefusedAt;
  if (at === undefined || at === understood.value) return null;
  return (
    <p class="bar closed split" role="alert" data-move-refused={at}>
      <span>{f().moveRefused(hourAndMinute(at))}</span>
      <button type="button" data-action="dismiss" onClick={() => (understood.value = at)}>
        {t().dismiss}
      </button>
    </p>
  );
}

export const Bars = (): JSX.Element => (
  <div class="bars">
    <LostBar />
    <OutboxList />
    <Moved />
    <Cue />
    <News />
  </div>
);

export const SignOut = (): JSX.Element => (
  <p class="foot">
    <button type="button" class="quiet" data-action="session.close" onClick={() => confirm(t().signOutSure) && relay.signOut()}>
      {t().signOut}
    </button>
  </p>
);
