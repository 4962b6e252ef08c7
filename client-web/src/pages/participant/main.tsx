import { effect, signal } from '@preact/signals';
import { render } from 'preact';
import type { JSX } from 'preact';
import '../../ui/base.css';
import './participant.css';
import { timers } from '../../ui/browser.ts';
import { atDoor, connect, me, phase, ready } from '../../ui/hub.ts';
import { language } from '../../ui/language.ts';
import { Bi, LanguageButton, LinkWord, Starting, Title } from '../../ui/parts.tsx';
import { CodeSignIn } from '../../ui/signin.tsx';
import { say } from '../../ui/say.ts';
import './kit.ts';
import { Now } from './now.tsx';
import { openPolls, Polls } from './poll.tsx';
import { Ask, Bars, Gate, load, part, SignOut } from './second_part.tsx';
import { tab, TABS } from './tab.ts';
import { w } from './words.ts';

function Page(): JSX.Element {
  const person = me.value;
  const names = { now: w().tabNow, poll: w().tabPoll, ask: w().tabAsk };
  return (
    <div data-screen="main">
      <Title />
      <header class="head">
        <p class="row">
          {person && (
            <span class="who" data-me={person.id}>
              <bdi>{person.name ?? w().number(person.number ?? 0)}</bdi> {person.siteName && <Bi text={person.siteName} />}
            </span>
          )}
          <LinkWord />
          <LanguageButton />
        </p>
        <Bars />
      </header>
      <main>
        <div id="panel-now" hidden={tab.value !== 'now'}>
          <Now />
          <SignOut />
        </div>
        <div id="panel-poll" hidden={tab.value !== 'poll'}>
          <Polls />
        </div>
        <div id="panel-ask" hidden={tab.value !== 'ask'}>
          <Ask />
        </div>
      </main>
      <nav class="tabs">
        {TABS.map((name) => (
          <button key={name} type="button" data-tab={name} aria-pressed={tab.value === name ? 'true' : 'false'} onClick={() => (tab.value = name)}>
            {names[name]}
            {name === 'poll' && openPolls().length > 0 && <i class="dot" />}
          </button>
        ))}
      </nav>
    </div>
  );
}

function App(): JSX.Element {
  // Whoever comes for the first time can begin to type: that needs nothing of the hub.
  if (atDoor()) return <CodeSignIn />;
  return Gate() ?? (ready.value ? <Page /> : <Starting />);
}

const known = new Set<number>();

// A new poll opens its tab by itself, but never under somebody's hands.
effect(() => {
  const fresh = openPolls().filter((poll) => !known.has(poll.id));
  if (fresh.length === 0) return;
  for (const poll of fresh) known.add(poll.id);
  say(w().newPoll);
  if (part.value) part.value.pollOpened();
  else tab.value = 'poll';
});

const HELLO_MOST_MS = 3000;
const late = signal(false);
let begun = false;

const draw = (): void => render(<App />, document.getElementById('app') as HTMLElement);
connect('participant');
effect(() => {
  if (!begun && (late.value || phase.value !== 'starting' || atDoor())) {
    begun = true;
    // The second part would take its share of a weak line from the first snapshot: it goes behind what follows the hello.
    timers.after(0, load);
  }
  // As long as nothing more is known, the words that came with the page say all there is, to who reads them.
  if (!begun && language.value === 'vi') return;
  if (part.value) part.value.steadily(draw);
  else draw();
});
timers.after(HELLO_MOST_MS, () => (late.value = true));
