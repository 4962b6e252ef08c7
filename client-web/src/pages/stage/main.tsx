import { effect } from '@preact/signals';
import { render } from 'preact';
import type { JSX } from 'preact';
// What stands later overrules what stands before, also where a component brings it.
import '../../ui/base.css';
import '../../ui/states.css';
import '../../ui/results.css';
import './stage.css';
import './polls.css';
import './page.css';
import { followed, MAIN, viewOf } from '../../core/displays.ts';
import { durationText } from '../../core/duration.ts';
import type { StageRow } from '../../core/types.gen.ts';
import { keepAwake } from '../../ui/awake.ts';
import { alone, cardRefused, connect, linked, me, now, one, phase, ready, relay, state } from '../../ui/hub.ts';
import { begin } from '../../ui/language.ts';
import { startMoving } from '../../ui/moving.ts';
import '../../ui/other_address.tsx';
import { door, Gate, Notice, Starting } from '../../ui/parts.tsx';
import { errorText } from '../../i18n/common.ts';
import { wy } from '../../i18n/way.ts';
import { Frame } from './frame.tsx';
import { keepHabits } from './habits.ts';
import { d } from './words.ts';

// Short losses are nothing the hall should see.
const QUIET_MS = 5000;

function LostMark(): JSX.Element | null {
  now.value;
  // At a site that works alone the page has its link, and what it shows is as old as the site's own.
  const lost = alone.value ? now.value - (state.value.site?.since ?? now.value) : performance.now() - state.value.since;
  if ((linked.value && !alone.value) || lost < QUIET_MS) return null;
  return (
    <p class="lost-mark" data-bar={alone.value ? 'alone' : 'lost'}>
      {alone.value ? wy().aloneFor(durationText(lost)) : d().lostFor(durationText(lost))}
    </p>
  );
}

const shown = (): StageRow | undefined => followed(me.value && one('stage', me.value.id), one('stage', MAIN));

function Screen(): JSX.Element {
  const stage = shown();
  return (
    <main class="screen" data-screen="main" data-view={viewOf(stage)} data-rev={stage?.rev} data-stage={stage?.id}>
      <Frame stage={stage} />
      {stage?.view !== 'lower_third' && <LostMark />}
    </main>
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
  return Gate() ?? <Starting />;
}

const confirm = (stage: StageRow): void => {
  if (shown() === stage) relay.ask('stage.confirm', { stage: stage.id, rev: stage.rev }).catch(() => undefined);
};

const root = document.getElementById('app');
if (root) {
  door.title = () => d().display;
  begin(() => {
    root.textContent = '';
    render(<App />, root);
    // Confirmed is what has been drawn: two frames later it is. A window that nobody can see draws none, and is behind.
    effect(() => {
      const stage = ready.value && linked.value ? shown() : undefined;
      if (stage) requestAnimationFrame(() => requestAnimationFrame(() => confirm(stage)));
    });
  });
  // Its QR code sends people where it is served itself: a display is where it belongs before the first of them lifts a phone.
  startMoving().hurry();
  connect('stage');
  keepHabits();
  keepAwake();
  // Behind a lower third is the mixer's picture.
  effect(() => void document.documentElement.toggleAttribute('data-clear', ready.value && shown()?.view === 'lower_third'));
}
