import { effect } from '@preact/signals';
import { render } from 'preact';
import type { JSX } from 'preact';
import '../../ui/base.css';
import '../../ui/staff.css';
import { t } from '../../i18n/common.ts';
import { s } from '../../i18n/staff.ts';
import { all, connect, live, me, relay } from '../../ui/hub.ts';
import { number } from '../../ui/language.ts';
import { Bi, Countdown, LostBar, OutboxList, TopBar } from '../../ui/parts.tsx';
import { sayNow } from '../../ui/say.ts';
import { Desk, Refusals, personName, settled } from '../../ui/staff.tsx';
import { OnBehalf } from './behalf.tsx';
import { ownSpeakers, placeOf, SpeakerPanel } from './panels.tsx';
import { PollPanel } from './polls.tsx';
import { QuestionPanel } from './questions.tsx';

function Presence(): JSX.Element | null {
  const site = me.value?.site;
  const row = all('site').find((one) => one.id === site);
  const present = live.value?.present?.find((one) => one.site === site);
  return row ? <small>{s().people(present ? number(present.people) : '–', number(row.people))}</small> : null;
}

/** Full width and always there: the operator looks up from the hall and must see it. */
function CueBar(): JSX.Element {
  const own = ownSpeakers();
  const speaker = own.find((row) => row.state === 'speaking') ?? own.find((row) => row.state === 'next') ?? own[0];
  if (!speaker)
    return (
      <p class="bar cue" data-cue="none">
        {s().cueNone}
      </p>
    );
  const words: Partial<Record<typeof speaker.state, string>> = {
    speaking: s().cueSpeaking,
    next: s().cueNext,
    waiting: s().cueWaiting(placeOf(speaker)),
  };
  return (
    <p class="bar cue split" data-cue={speaker.state}>
      <span>
        {words[speaker.state] ?? s().speakerStates[speaker.state]} · <bdi>{personName(speaker)}</bdi>
      </span>
      {speaker.endsAt && <Countdown to={speaker.endsAt} />}
    </p>
  );
}

const Page = (): JSX.Element => (
  <div data-screen="main">
    <TopBar>
      {me.value && <b data-me={me.value.id}>{me.value.siteName && <Bi text={me.value.siteName} />}</b>}
      <Presence />
      <button type="button" class="quiet" data-action="session.close" onClick={() => relay.signOut()}>
        {t().signOut}
      </button>
    </TopBar>
    <LostBar />
    <CueBar />
    <OutboxList />
    <Refusals />
    <main class="columns">
      <OnBehalf />
      <QuestionPanel />
      <div class="stack">
        <SpeakerPanel />
        <PollPanel />
      </div>
    </main>
  </div>
);

effect(() => {
  const called = ownSpeakers().find((row) => row.state === 'next' || row.state === 'speaking');
  if (called) sayNow(called.state === 'next' ? s().cueNext : s().cueSpeaking);
});

const root = document.getElementById('app');
if (root) {
  root.textContent = '';
  render(<Desk fits={(channel) => channel.startsWith('operator:')}>{Page}</Desk>, root);
  connect('site', settled);
}
