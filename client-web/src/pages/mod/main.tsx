import { render } from 'preact';
import type { JSX } from 'preact';
import '../../ui/base.css';
import '../../ui/staff.css';
import { t } from '../../i18n/common.ts';
import { s } from '../../i18n/staff.ts';
import { connect, me, relay } from '../../ui/hub.ts';
import { LostBar, OutboxList, TopBar } from '../../ui/parts.tsx';
import { Desk, Refusals, settled } from '../../ui/staff.tsx';
import { PollPanel } from './polls.tsx';
import { ApprovedPanel, AskingPanel, moderates, PendingPanel } from './questions.tsx';
import { SpeakerPanel } from './speakers.tsx';
import { AgendaPanel, StagePanel } from './stage.tsx';

const Page = (): JSX.Element => (
  <div data-screen="main">
    <TopBar>
      {me.value && (
        <b data-me={me.value.id}>
          {s().modDesk} · <bdi>{me.value.name ?? me.value.id}</bdi>
        </b>
      )}
      <button type="button" class="quiet" data-action="session.close" onClick={() => relay.signOut()}>
        {t().signOut}
      </button>
    </TopBar>
    <LostBar />
    <OutboxList />
    <Refusals />
    <main class="columns four">
      {moderates() && <PendingPanel />}
      <ApprovedPanel />
      <div class="stack">
        <AskingPanel />
        <SpeakerPanel />
      </div>
      <div class="stack">
        <PollPanel />
        <StagePanel />
        <AgendaPanel />
      </div>
    </main>
  </div>
);

const root = document.getElementById('app');
if (root) {
  root.textContent = '';
  render(<Desk fits={(channel) => channel === 'moderator' || channel === 'chair'}>{Page}</Desk>, root);
  connect('mod', settled);
}
