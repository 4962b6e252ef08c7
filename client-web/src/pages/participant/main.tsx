import { effect, signal } from '@preact/signals';
import { render } from 'preact';
import type { JSX } from 'preact';
import '../../ui/base.css';
import './participant.css';
import { connect, me, mine, phase, ready, relay } from '../../ui/hub.ts';
import { t } from '../../i18n/common.ts';
import { Bi, Gate, LostBar, Notice, TopBar } from '../../ui/parts.tsx';
import { CodeSignIn } from '../../ui/signin.tsx';
import { say, sayNow } from '../../ui/say.ts';
import './kit.ts';
import { Cue, Now } from './now.tsx';
import { openPolls, Polls } from './poll.tsx';
import { Ask, isWriting, OutboxList } from './second_part.tsx';
import { tab, TABS } from './tab.ts';
import type { Tab } from './tab.ts';
import { w } from './words.ts';

const unseenPoll = signal(false);

function show(name: Tab): void {
  tab.value = name;
  if (name === 'poll') unseenPoll.value = false;
}

function Page(): JSX.Element {
  const person = me.value;
  const names = { now: w().tabNow, poll: w().tabPoll, ask: w().tabAsk };
  return (
    <div data-screen="main">
      <TopBar>
        {person && (
          <span class="who" data-me={person.id}>
            {person.siteName && <Bi text={person.siteName} />} · <bdi>{person.name ?? w().number(person.number ?? 0)}</bdi>
          </span>
        )}
      </TopBar>
      <LostBar />
      <Cue />
      {unseenPoll.value && tab.value !== 'poll' && (
        <button type="button" class="bar news" data-action="show-poll" onClick={() => show('poll')}>
          {w().newPoll}
        </button>
      )}
      <OutboxList />
      <main>
        <div id="panel-now" hidden={tab.value !== 'now'}>
          <Now />
        </div>
        <div id="panel-poll" hidden={tab.value !== 'poll'}>
          <Polls />
        </div>
        <div id="panel-ask" hidden={tab.value !== 'ask'}>
          <Ask />
        </div>
      </main>
      <p class="foot">
        <button type="button" class="quiet" data-action="session.close" onClick={() => confirm(t().signOutSure) && relay.signOut()}>
          {t().signOut}
        </button>
      </p>
      <nav class="tabs">
        {TABS.map((name) => (
          <button key={name} type="button" data-tab={name} aria-pressed={tab.value === name ? 'true' : 'false'} onClick={() => show(name)}>
            {names[name]}
            {name === 'poll' && openPolls().length > 0 && <i class="dot" />}
          </button>
        ))}
      </nav>
    </div>
  );
}

function App(): JSX.Element {
  if (phase.value === 'signed_out') return <CodeSignIn />;
  return Gate() ?? (ready.value ? <Page /> : <Notice screen="starting" title={t().starting} />);
}

const known = new Set<number>();

// A new poll opens its tab by itself, but never under somebody's hands.
effect(() => {
  const fresh = openPolls().filter((poll) => !known.has(poll.id));
  if (fresh.length === 0) return;
  for (const poll of fresh) known.add(poll.id);
  say(w().newPoll);
  if (isWriting()) unseenPoll.value = true;
  else tab.value = 'poll';
});

effect(() => {
  const cue = mine('my_speaker').find((speaker) => speaker.state === 'next' || speaker.state === 'speaking');
  if (cue) sayNow(cue.state === 'next' ? w().youAreNext : w().youSpeak);
});

const root = document.getElementById('app');
if (root) {
  root.textContent = '';
  effect(() => render(<App />, root));
  connect('participant');
}
