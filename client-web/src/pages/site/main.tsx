import { render } from 'preact';
import type { JSX } from 'preact';
import '../../ui/base.css';
import '../../ui/staff.css';
import { NowOn } from '../../desk/agenda/now.tsx';
import { t } from '../../i18n/common.ts';
import { s } from '../../i18n/staff.ts';
import { all, connect, live, me, within } from '../../ui/hub.ts';
import { number } from '../../ui/language.ts';
import { Bi, LostBar, TopBar } from '../../ui/parts.tsx';
import { OutboxList } from '../../ui/outbox.tsx';
import { startMoving } from '../../ui/moving.ts';
import { Desk, Refusals, settled } from '../../ui/staff.tsx';
import { MessageBar, MessagePanel } from '../../desk/messages/panel.tsx';
import { Moves } from '../../desk/people/moves.tsx';
import { OnBehalf } from './behalf.tsx';
import { CheckIn } from './check_in.tsx';
import { SiteLink } from './link.tsx';
import { PollPanel } from './polls.tsx';
import { QuestionPanel } from './questions.tsx';
import { airClass, CueBar } from './cue.tsx';
import { DelayPanel } from './delay.tsx';
import { ConsoleBar, signOut } from './lease.tsx';
import { SpeakerPanel } from './speakers.tsx';

/** As the hub counts them: not known while it is not heard. */
function Presence(): JSX.Element | null {
  const site = me.value?.site;
  const row = all('site').find((one) => one.id === site);
  const present = live.value?.present?.find((one) => one.site === site);
  return row && present && within.value ? <small>{s().people(number(present.people), number(row.people))}</small> : null;
}

const Page = (): JSX.Element => (
  <div data-screen="main" class={airClass()}>
    <TopBar>
      {me.value && <b data-me={me.value.id}>{me.value.siteName && <Bi text={me.value.siteName} />}</b>}
      <Presence />
      <SiteLink />
      <button type="button" class="quiet" data-action="session.close" onClick={signOut}>
        {t().signOut}
      </button>
    </TopBar>
    <LostBar />
    <ConsoleBar />
    <CueBar />
    <MessageBar />
    <NowOn />
    <OutboxList />
    <Refusals />
    <main class="columns">
      <OnBehalf />
      <QuestionPanel />
      <div class="stack">
        <Moves />
        <SpeakerPanel />
        <MessagePanel />
        <PollPanel />
        <CheckIn />
        <DelayPanel />
      </div>
    </main>
  </div>
);

const root = document.getElementById('app');
if (root) {
  root.textContent = '';
  render(<Desk title={() => s().siteDesk} fits={(channel) => channel.startsWith('operator:')}>{Page}</Desk>, root);
  startMoving();
  connect('site', settled);
}
