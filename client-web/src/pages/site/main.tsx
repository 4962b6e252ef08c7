import { render } from 'preact';
import type { JSX } from 'preact';
// What stands later overrules what stands before, also where a component brings it.
import '../../ui/base.css';
import '../../ui/states.css';
import '../../ui/staff.css';
import '../../ui/touch.css';
import '../../ui/results.css';
import '../../desk/floor.css';
import '../../desk/polls/counts.css';
import '../../desk/polls/polls.css';
import '../../ui/hotkeys.css';
import '../../ui/outbox.css';
import './site.css';
import { timeLeftThere } from '../../core/cue.ts';
import { timeLeft } from '../../core/speakers.ts';
import { NowOn } from '../../desk/agenda/now.tsx';
import { sayTime } from '../../desk/speakers/say_time.ts';
import { t } from '../../i18n/common.ts';
import { l } from '../../i18n/link.ts';
import { s } from '../../i18n/staff.ts';
import { keepAwake } from '../../ui/awake.ts';
import { all, connect, held, live, me, now, within } from '../../ui/hub.ts';
import { HotkeysButton, HotkeysHelp } from '../../ui/hotkeys_help.tsx';
import { begin, hourMinuteSecond, number } from '../../ui/language.ts';
import { measured } from '../../ui/measured.ts';
import { Bi, LostBar, TopBar } from '../../ui/parts.tsx';
import { startMoving } from '../../ui/moving.ts';
import { lossWord } from '../../ui/states.tsx';
import { Desk, Refusals, settled, ToContent } from '../../ui/staff.tsx';
import { MessageBar, MessagePanel } from '../../desk/messages/panel.tsx';
import { Moves } from '../../desk/people/moves.tsx';
import { OnBehalf } from './behalf.tsx';
import { CheckIn } from './check_in.tsx';
import { SiteLink } from './link.tsx';
import { PollPanel } from './polls.tsx';
import { QuestionPanel } from './questions.tsx';
import { airClass, CueBar } from './cue.tsx';
import { ConsoleBar, ConsoleWord, signOut } from './lease.tsx';
import { OutboxPanel } from './outbox.tsx';
import { isOwn } from './own.ts';
import { isRehearsing, Rehearsal, RehearsalButton, tripWord } from './rehearsal.tsx';
import { roundTrip } from './round_trip.ts';
import { SpeakerPanel } from './speakers.tsx';

/** As the hub counts them: not known while it is not heard. */
function Presence(): JSX.Element | null {
  const site = me.value?.site;
  const row = all('site').find((one) => one.id === site);
  const present = live.value?.present?.find((one) => one.site === site);
  return row && present && within.value ? <small>{s().people(number(present.people), number(row.people))}</small> : null;
}

/** The way to the hub and back, and the hub's time: what an operator is asked for on the telephone. */
const Instruments = (): JSX.Element => (
  <small class="instruments">
    {roundTrip.value !== null && <span data-round-trip={roundTrip.value}>{tripWord(roundTrip.value)}</span>}
    <time>{now.value > 0 && hourMinuteSecond(now.value)}</time>
  </small>
);

/** Not taken away while the check-in page is looked at: what is being written in it stays. */
const Work = (): JSX.Element => (
  <main class="columns" hidden={isRehearsing.value}>
    <div class="stack">
      <OnBehalf />
      <OutboxPanel />
    </div>
    <QuestionPanel />
    <div class="stack">
      <Moves />
      <SpeakerPanel />
      <PollPanel />
      <MessagePanel />
      <CheckIn />
    </div>
  </main>
);

/** The outbox has a place of its own, so the bar says how much is in it. */
const lostWords = (): string => [lossWord('offline'), held.value.length > 0 && l().held(held.value.length)].filter(Boolean).join(' · ');

// Its head has two lines on a small screen, three with a long title: the cue stays under it.
const measureHead = measured('--head');
const withHead = (page: HTMLElement | null): void => measureHead(page?.querySelector<HTMLElement>('.top') ?? null);

const Page = (): JSX.Element => (
  <div ref={withHead} data-screen={isRehearsing.value ? 'rehearsal' : 'main'} class={`site ${airClass()}`}>
    <TopBar>
      <ToContent />
      {me.value && <b data-me={me.value.id}>{me.value.siteName && <Bi text={me.value.siteName} />}</b>}
      <Presence />
      <Instruments />
      <SiteLink />
      <RehearsalButton />
      <HotkeysButton />
      <button type="button" class="quiet" data-action="session.close" onClick={signOut}>
        {t().signOut}
      </button>
    </TopBar>
    <LostBar words={lostWords()} />
    <ConsoleBar />
    <CueBar />
    <MessageBar />
    <div class="now-line">
      <NowOn />
      <ConsoleWord />
    </div>
    <Refusals />
    {isRehearsing.value && <Rehearsal />}
    <Work />
    <HotkeysHelp />
  </div>
);

const root = document.getElementById('app');
if (root) {
  begin(() => {
    root.textContent = '';
    render(<Desk title={() => s().siteDesk} door="site" fits={(channel) => channel.startsWith('operator:')}>{Page}</Desk>, root);
  });
  startMoving();
  connect('site', settled);
  // The end is the cue's to say.
  sayTime({ leftOf: (speaker, at) => (isOwn(speaker) ? timeLeftThere : timeLeft)(speaker, at), concerns: isOwn, saysEnd: true });
  keepAwake();
}
