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
import './mod.css';
import { t } from '../../i18n/common.ts';
import { s } from '../../i18n/staff.ts';
import { connect, me, relay } from '../../ui/hub.ts';
import { HotkeysButton, HotkeysHelp } from '../../ui/hotkeys_help.tsx';
import { begin } from '../../ui/language.ts';
import { LostBar, TopBar } from '../../ui/parts.tsx';
import { OutboxList } from '../../ui/outbox.tsx';
import { startMoving } from '../../ui/moving.ts';
import { Desk, Refusals, ToContent } from '../../ui/staff.tsx';
import { answered, moderates } from './desk.ts';
import { Intake } from './intake.tsx';
import { answeredLater } from './later.ts';
import { MessagePanel } from '../../desk/messages/panel.tsx';
import { PollPanel } from '../../desk/polls/panel.tsx';
import { AskingPanel, PendingPanel } from './questions.tsx';
import { ApprovedPanel } from './queue.tsx';
import { FoundPanel, SearchBox, searching, SearchTrouble } from './search.tsx';
import { ConsolesPanel } from '../../desk/consoles/panel.tsx';
import { CueAlert } from '../../desk/speakers/alert.tsx';
import { sayTime } from '../../desk/speakers/say_time.ts';
import { SpeakerPanel } from '../../desk/speakers/panel.tsx';
import { OnDuty } from '../../desk/people/duty.tsx';
import { Moves } from '../../desk/people/moves.tsx';
import { AgendaPanel } from '../../desk/agenda/panel.tsx';
import { SiteBoard, SitesButton } from '../../desk/sites/board.tsx';
import { StagePanel } from '../../desk/stage/panel.tsx';
import { UndoBar } from './undo_bar.tsx';
import { DetailPanel } from './details.tsx';
import { Fairness } from './fairness.tsx';
import { Marked, MergeDialog } from './merge.tsx';
import { wide } from './rows.ts';
import { tab, TabPanel, Tabs } from './tabs.tsx';
import type { Tab } from './tabs.tsx';
import { Filters, PauseButton } from './tools.tsx';
import './keys.ts';

const FoundColumn = (): JSX.Element => (
  <div class="found">
    <FoundPanel />
  </div>
);

const QueueColumn = (): JSX.Element => (
  <div class="stack queue">
    <ApprovedPanel />
    <AskingPanel />
  </div>
);

const FloorColumn = (): JSX.Element => (
  <div class="stack">
    <SpeakerPanel />
    <MessagePanel />
    {moderates() && <Moves />}
    {moderates() && <ConsolesPanel />}
  </div>
);

const PollColumn = (): JSX.Element => (
  <div class="stack">
    <PollPanel />
    <StagePanel />
    <AgendaPanel />
  </div>
);

const Columns = (): JSX.Element => (
  <>
    <div class="columns board">
      {searching() ? (
        <FoundColumn />
      ) : (
        <>
          {moderates() && <PendingPanel />}
          <QueueColumn />
        </>
      )}
      <div class="side">
        <DetailPanel />
        <PollColumn />
        <FloorColumn />
      </div>
    </div>
    <Fairness />
  </>
);

const PARTS: Record<Tab, () => JSX.Element> = { pending: PendingPanel, approved: QueueColumn, floor: FloorColumn, polls: PollColumn };

function Tabbed(): JSX.Element {
  const Part = PARTS[tab()];
  return (
    <div class="tabbed">
      {searching() && <FoundColumn />}
      <Tabs />
      <TabPanel>
        <Part />
        {(tab() === 'pending' || tab() === 'approved') && <Fairness />}
      </TabPanel>
    </div>
  );
}

const Page = (): JSX.Element => (
  <div data-screen="main" class="desk">
    <TopBar>
      <ToContent />
      {me.value && (
        <b data-me={me.value.id}>
          {s().modDesk} · <bdi>{me.value.name ?? me.value.id}</bdi>
        </b>
      )}
      <OnDuty />
      <SitesButton />
      <HotkeysButton />
      <button type="button" class="quiet" data-action="session.close" onClick={() => relay.signOut()}>
        {t().signOut}
      </button>
    </TopBar>
    <LostBar words={s().lost} />
    <CueAlert />
    <OutboxList />
    <Refusals />
    <main>
      <div class="row tools">
        <SearchBox />
        <Filters />
        {moderates() && <PauseButton />}
        <Intake />
      </div>
      <SearchTrouble />
      {wide.value ? <Columns /> : <Tabbed />}
    </main>
    {!wide.value && <Marked />}
    <UndoBar />
    <MergeDialog />
    <SiteBoard />
    <HotkeysHelp />
  </div>
);

const root = document.getElementById('app');
if (root) {
  begin(() => {
    root.textContent = '';
    render(<Desk title={() => s().modDesk} door="desk" fits={(channel) => channel === 'moderator' || channel === 'chair'}>{Page}</Desk>, root);
  });
  startMoving();
  connect('mod', (command, refusal) => {
    answeredLater(command, refusal);
    answered(command, refusal);
  });
  sayTime({ concerns: () => false });
}
