import { render } from 'preact';
import type { JSX } from 'preact';
// What stands later overrules what stands before, also where a component brings it.
import '../../ui/base.css';
import '../../ui/states.css';
import '../../ui/staff.css';
import '../../ui/touch.css';
import './admin.css';
import { t } from '../../i18n/common.ts';
import { s } from '../../i18n/staff.ts';
import { connect, me, phase, relay, state } from '../../ui/hub.ts';
import { begin } from '../../ui/language.ts';
import { LostBar, TopBar } from '../../ui/parts.tsx';
import { startMoving } from '../../ui/moving.ts';
import { Desk, ToContent } from '../../ui/staff.tsx';
import { AgendaSection } from './agenda.tsx';
import { CodesSection } from './codes.tsx';
import { ConferenceSection } from './conference.tsx';
import { ExportSection } from './export.tsx';
import { FirstRun, isFirstRun, takeSetupCode } from './first.tsx';
import { Guide } from './guide.tsx';
import { HealthSection } from './health.tsx';
import { LogSection } from './log.tsx';
import { OpinionsSection } from './opinions.tsx';
import { PeopleSection } from './people.tsx';
import { RolesSection } from './roles.tsx';
import { follow, Nav, section } from './sections.tsx';
import type { Section } from './sections.tsx';
import { SitesSection } from './sites.tsx';
import { m } from './words.ts';

const DRAWN: Record<Section, () => JSX.Element> = {
  conference: ConferenceSection,
  agenda: AgendaSection,
  sites: SitesSection,
  people: PeopleSection,
  codes: CodesSection,
  roles: RolesSection,
  opinions: OpinionsSection,
  export: ExportSection,
  health: HealthSection,
  log: LogSection,
};

function Page(): JSX.Element {
  const Drawn = DRAWN[section.value];
  return (
    <div data-screen="main">
      <TopBar>
        <ToContent />
        {me.value && (
          <b data-me={me.value.id}>
            {me.value.name !== m().admin && <span class="page-name">{m().admin} · </span>}
            <bdi>{me.value.name ?? me.value.id}</bdi>
          </b>
        )}
        <button type="button" class="quiet" data-action="session.close" onClick={() => relay.signOut()}>
          {t().signOut}
        </button>
      </TopBar>
      <LostBar words={s().lost} />
      <div class="admin">
        <Nav />
        <main class="stack" data-section={section.value}>
          <Guide />
          <Drawn />
        </main>
      </div>
    </div>
  );
}

const Root = (): JSX.Element =>
  phase.value === 'signed_out' && state.value.hello && isFirstRun() ? (
    <FirstRun />
  ) : (
    <Desk title={() => m().admin} door="admin" fits={() => me.value?.roles.includes('admin') ?? false}>
      {Page}
    </Desk>
  );

const root = document.getElementById('app');
if (root) {
  takeSetupCode();
  follow();
  begin(() => {
    root.textContent = '';
    render(<Root />, root);
  });
  startMoving();
  connect('admin');
}
