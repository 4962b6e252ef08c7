import { effect } from '@preact/signals';
import { render } from 'preact';
import type { JSX } from 'preact';
import '../../ui/base.css';
import './stage.css';
import type { StageRow } from '../../core/types.gen.ts';
import { t } from '../../i18n/common.ts';
import { cardRefused, connect, linked, me, now, one, phase, ready, relay, state } from '../../ui/hub.ts';
import { hourAndMinute, minutesAndSeconds } from '../../ui/language.ts';
import { Bi, Gate, Notice } from '../../ui/parts.tsx';
import { errorText } from '../../i18n/common.ts';
import { View } from './views.tsx';
import { d } from './words.ts';

// Short losses are nothing the hall should see.
const QUIET_MS = 5000;

function LostMark(): JSX.Element | null {
  now.value;
  const lost = performance.now() - state.value.since;
  if (linked.value || lost < QUIET_MS) return null;
  return (
    <p class="lost-mark" data-bar="lost">
      {d().lostFor(minutesAndSeconds(lost))}
    </p>
  );
}

/** What this display was given of its own, or else the main stage. */
function shown(): StageRow | undefined {
  const own = me.value && one('stage', me.value.id);
  return own && own.view !== 'main' ? own : one('stage', 'main');
}

function Screen(): JSX.Element {
  const stage = shown();
  const conference = one('conference', 'conference');
  const view = stage?.view ?? 'blank';
  return (
    <div class="screen" data-screen="main" data-view={view} data-rev={stage?.rev}>
      {view !== 'blank' && (
        <header class="head">
          <span>{conference && <Bi text={conference.title} />}</span>
          <time>{now.value > 0 && hourAndMinute(now.value)}</time>
        </header>
      )}
      <main key={`${view} ${stage?.question ?? ''} ${stage?.poll ?? ''}`}>{stage && <View stage={stage} />}</main>
      <LostMark />
    </div>
  );
}

// Once a view is up it stays, whatever the link does: an error page on the wall helps nobody.
let drawn = false;

function App(): JSX.Element {
  if (ready.value) drawn = true;
  if (drawn && (phase.value === 'signed_in' || phase.value === 'starting')) return <Screen />;
  if (phase.value === 'signed_out') {
    return <Notice screen="sign-in" title={cardRefused.value ? errorText(cardRefused.value) : d().signIn} />;
  }
  return Gate() ?? <Notice screen="starting" title={t().starting} />;
}

const root = document.getElementById('app');
if (root) {
  root.textContent = '';
  render(<App />, root);
  connect('stage');
  effect(() => {
    const stage = ready.value && linked.value ? shown() : undefined;
    if (stage) relay.ask('stage.confirm', { stage: stage.id, rev: stage.rev }).catch(() => undefined);
  });
}
