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
import '../../pages/stage/stage.css';
import '../../pages/stage/polls.css';
import '../../desk/sites/sites.css';
import '../../desk/stage/panel.css';
import './chair.css';
import { AgendaPanel } from '../../desk/agenda/panel.tsx';
import { MessageBar, MessagePanel } from '../../desk/messages/panel.tsx';
import { OnDuty } from '../../desk/people/duty.tsx';
import { PollPanel } from '../../desk/polls/panel.tsx';
import { SiteBoard, SitesButton } from '../../desk/sites/board.tsx';
import { CueAlert } from '../../desk/speakers/alert.tsx';
import { sayTime } from '../../desk/speakers/say_time.ts';
import { StagePanel } from '../../desk/stage/panel.tsx';
import { c } from '../../i18n/chair.ts';
import { t } from '../../i18n/common.ts';
import { s } from '../../i18n/staff.ts';
import { keepAwake } from '../../ui/awake.ts';
import { connect, me, relay } from '../../ui/hub.ts';
import { HotkeysButton, HotkeysHelp } from '../../ui/hotkeys_help.tsx';
import { begin } from '../../ui/language.ts';
import { LostBar, TopBar } from '../../ui/parts.tsx';
import { OutboxList } from '../../ui/outbox.tsx';
import { startMoving } from '../../ui/moving.ts';
import { Desk, Refusals, settled, ToContent } from '../../ui/staff.tsx';
import './keys.ts';
import { Lead } from './lead.tsx';
import { QuestionPanel } from './questions.tsx';
import { SpeakerPanel } from './speakers.tsx';
import { StepBar } from './step.tsx';

const Page = (): JSX.Element => (
  <div class="chair" data-screen="main">
    <TopBar>
      <ToContent />
      {me.value && (
        <b data-me={me.value.id}>
          {me.value.channel === 'chair' ? c().chair : c().lookingIn} · <bdi>{me.value.name ?? me.value.id}</bdi>
        </b>
      )}
      <SitesButton />
      <HotkeysButton />
      <button type="button" class="quiet" data-action="session.close" onClick={() => relay.signOut()}>
        {t().signOut}
      </button>
    </TopBar>
    <LostBar words={s().lost} />
    <MessageBar />
    <CueAlert />
    <Lead />
    <OutboxList />
    <Refusals />
    <main class="columns two">
      <div class="stack">
        <SpeakerPanel />
        <AgendaPanel />
      </div>
      <div class="stack">
        <QuestionPanel />
        <MessagePanel>
          <OnDuty />
        </MessagePanel>
        <PollPanel />
        <StagePanel />
      </div>
    </main>
    <StepBar />
    <SiteBoard />
    <HotkeysHelp />
  </div>
);

const root = document.getElementById('app');
if (root) {
  begin(() => {
    root.textContent = '';
    render(<Desk title={() => c().chair} door="desk" fits={(channel) => channel === 'moderator' || channel === 'chair'}>{Page}</Desk>, root);
  });
  startMoving();
  connect('chair', settled);
  sayTime({ concerns: () => true });
  keepAwake();
}
