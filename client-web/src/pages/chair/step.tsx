// The one large button, always at the same place: what the situation asks for. Whatever makes it mean something else takes it out of work for a moment, so
// that a finger on its way does not do what it did not read.
import { computed, effect, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { waitsForSites } from '../../core/next_step.ts';
import type { NextStep } from '../../core/next_step.ts';
import type { PollRow, QuestionRow, SpeakerRow } from '../../core/types.gen.ts';
import { verdictOf } from '../../core/verdicts.ts';
import { durationOf } from '../../desk/duration.tsx';
import { headOf } from '../../desk/polls/verdict.tsx';
import { act, actNow, startNow } from '../../desk/speakers/acts.ts';
import { Late } from '../../desk/speakers/delay.tsx';
import { c } from '../../i18n/chair.ts';
import { q } from '../../i18n/question.ts';
import { linked, live, relay } from '../../ui/hub.ts';
import { Key, shortcut } from '../../ui/key.tsx';
import { number, pick } from '../../ui/language.ts';
import { Bi } from '../../ui/parts.tsx';
import { say, sayNow } from '../../ui/say.ts';
import { currentItem, personName, siteName, speakerList, tell } from '../../ui/staff.tsx';
import { doubt, key, pollBelow, reach, step } from './situation.ts';

const SETTLES_MS = 700;
const DEFAULT_SECONDS = 180;
export const STEP_KEY = 'Ctrl+Enter';

/** The step that was asked about, as it was then. */
const asked = signal('');
export const isAsking = computed(() => asked.value !== '' && asked.value === key.value && doubt.value !== null);
const settles = signal(false);

let timer: ReturnType<typeof setTimeout> | undefined;
effect(() => {
  key.value;
  isAsking.value;
  settles.value = true;
  clearTimeout(timer);
  timer = setTimeout(() => (settles.value = false), SETTLES_MS);
});

// Asked about and gone by itself is not asked about again when it comes back.
effect(() => {
  if (asked.value !== '' && asked.value !== key.value) asked.value = '';
});

const nameOf = (row: SpeakerRow): string => personName(row) || siteName(row.site);
const who = (row: SpeakerRow | QuestionRow): string => [personName(row), siteName(row.site)].filter(Boolean).join(' · ');

/** Under the name, which the button says first. */
const nextFrom = (row: SpeakerRow): string => [c().callNext, personName(row) && siteName(row.site)].filter(Boolean).join(' · ');

const ballotsOf = (poll: PollRow): string => {
  const ballots = poll.ballots ?? live.value?.turnout?.find((one) => one.poll === poll.id)?.ballots;
  return ballots === undefined ? '' : c().ballots(number(ballots), number(poll.electorate));
};

type PollStep = Extract<NextStep, { poll: PollRow }>;

function pollWhy({ act, poll }: PollStep): string {
  if (poll.proposed) return c().proposed;
  const verdict = verdictOf(poll);
  if (verdict && (waitsForSites(poll) || poll.state === 'closed')) return headOf(verdict);
  return act === 'look' && poll.state !== 'closing' ? c().several : '';
}

function title(now: NextStep): string {
  switch (now.act) {
    case 'speaker.call': return c().call(nameOf(now.speaker));
    case 'speaker.start': return c().start;
    case 'speaker.finish': return now.calm ? c().finish : c().timeUp;
    case 'speaker.resume': return c().resume;
    case 'poll.open': return c().openPoll;
    case 'poll.close': return c().closePoll;
    case 'poll.publish': return c().publish;
    case 'look': return c().lookPoll;
    case 'question.answer': return c().answered;
    case 'question.ask': return c().askNext;
    case 'agenda.start': return now.calm ? c().nextItem : c().startItem;
    case 'speakers.open': return c().openList;
    case 'none': return now.unasked === undefined ? c().nothing : now.last ? c().atEnd : c().noneBehind;
  }
}

const SIGNS = { here: '✓', cut: '✕', unmanned: '○' } as const;

/** Whether an answer can be expected, before somebody is called; whether it has come, after. */
function Mark({ now }: { now: NextStep & { speaker: SpeakerRow } }): JSX.Element | null {
  if (now.act === 'speaker.start')
    return now.speaker.state === 'ready' ? <span data-mark="ready">✓ {c().ready}</span> : <span data-mark="not_ready">○ {c().notReady}</span>;
  const way = reach(now.speaker);
  if (now.act !== 'speaker.call' || way === 'hall' || way === 'unknown') return null;
  return (
    <span data-mark={way}>
      {SIGNS[way]} {c().reach[way]}
    </span>
  );
}

function About({ now }: { now: NextStep }): JSX.Element {
  if ('speaker' in now)
    return (
      <>
        <bdi>{now.act === 'speaker.call' && !isAsking.value ? nextFrom(now.speaker) : who(now.speaker)}</bdi> <Mark now={now} /> <Late speaker={now.speaker} />
      </>
    );
  if ('poll' in now)
    return (
      <>
        <Bi text={now.poll.title} /> <span>{now.act === 'poll.close' ? ballotsOf(now.poll) : pollWhy(now)}</span>
      </>
    );
  if ('question' in now) return <bdi>#{now.question.id} · {[siteName(now.question.site), now.question.anonymous ? q().anonymous : personName(now.question)].filter(Boolean).join(' · ')}</bdi>;
  if ('item' in now) return <Bi text={now.item.title} />;
  return <>{now.unasked === undefined ? c().nothingWhy : now.unasked > 0 ? c().unasked(now.unasked) : c().allAsked}</>;
}

/** As the form beside who is called says it. */
function limit(): { seconds?: number } | null {
  const form = document.querySelector<HTMLFormElement>('[data-form="speaker.start"]');
  return form ? durationOf(form) : { seconds: DEFAULT_SECONDS };
}

function look(poll: number): void {
  const place = document.querySelector<HTMLElement>(`[data-panel=polls] [data-poll="${poll}"]`);
  place?.setAttribute('tabindex', '-1');
  place?.scrollIntoView({ block: 'center' });
  place?.focus({ preventScroll: true });
}

function perform(now: NextStep): void {
  switch (now.act) {
    case 'speaker.call': case 'speaker.resume': return actNow(now.act, now.speaker);
    case 'speaker.start': {
      const chosen = limit();
      return chosen ? startNow(now.speaker, chosen) : undefined;
    }
    case 'speaker.finish': return act('speaker.finish', now.speaker);
    case 'poll.open': case 'poll.close': case 'poll.publish':
      return tell(now.act, relay.submitNow(now.act, { poll: now.poll.id, rev: now.poll.rev }));
    case 'look': return look(now.poll.id);
    case 'question.answer': case 'question.ask':
      return tell(now.act, relay.submit(now.act, { question: now.question.id, rev: now.question.rev }));
    case 'agenda.start': case 'speakers.open':
      return tell(now.act, relay.submitNow(now.act, { item: now.item.id, rev: now.item.rev }));
    case 'none': return;
  }
}

const isOff = (): boolean => step.value.act === 'none' || !linked.value;

/** Once where there is a doubt; then as it was meant. */
export function press(): void {
  if (isOff() || settles.value) return;
  if (doubt.value !== null && !isAsking.value) {
    asked.value = key.value;
    return;
  }
  asked.value = '';
  perform(step.value);
}

export function leave(): boolean {
  const was = isAsking.value;
  asked.value = '';
  return was;
}

function sureWords(now: NextStep): string {
  if ('speaker' in now) {
    const site = siteName(now.speaker.site);
    return doubt.value === 'cut' ? c().cutSure(site) : doubt.value === 'unmanned' ? c().unmannedSure(site) : c().notReadySure(who(now.speaker));
  }
  if (now.act === 'poll.open') return c().openSure;
  if (now.act === 'poll.close') return ballotsOf(now.poll) ? c().closeSure(ballotsOf(now.poll)) : c().closeSureNow;
  if (now.act === 'poll.publish') return [pollWhy(now), c().publishSure].filter(Boolean).join('. ');
  const item = currentItem();
  return item ? c().itemSure(pick(item.title)) : '';
}

// Said for who does not see it come; the words under the button are the same.
effect(() => {
  if (isAsking.value) sayNow(sureWords(step.peek()));
});

function Other({ now }: { now: NextStep }): JSX.Element | null {
  if (now.act === 'speaker.start')
    return (
      <button type="button" data-action="speaker.skip" onClick={() => leave() && act('speaker.skip', now.speaker)}>
        {c().skip}
      </button>
    );
  const [, behind] = speakerList().waiting;
  if (now.act !== 'speaker.call' || !behind) return null;
  return (
    <button type="button" data-action="step-pass" onClick={() => leave() && actNow('speaker.call', behind)}>
      {c().passOver(who(behind))}
    </button>
  );
}

const stateOf = ({ state, proposed }: PollRow): string => (proposed ? c().pollProposed : state === 'closing' ? c().pollCloses : c().pollClosed);

/** Over, and not yet announced, while the large button is about something else: it leads there. */
function PollBelow(): JSX.Element | null {
  const poll = pollBelow.value;
  return poll ? (
    <button type="button" class="poll-below" data-action="poll-below" data-below={poll.id} onClick={() => look(poll.id)}>
      <b>⚠ {stateOf(poll)}</b> <Bi text={poll.title} />
    </button>
  ) : null;
}

let told = '';

// Once for each state of each poll, however often the large button is about it in between; and not in the words of another poll's verdict.
effect(() => {
  const poll = pollBelow.value;
  const which = poll && `${poll.id} ${poll.state} ${poll.proposed}`;
  if (!poll || !which || which === told) return;
  told = which;
  say(`${stateOf(poll)}: ${pick(poll.title)}`);
});

const yes = (now: NextStep): string => (now.act === 'speaker.call' ? c().callAnyway : now.act === 'speaker.start' ? c().startAnyway : title(now));

const nextOf = (now: NextStep): number | undefined => ('speaker' in now ? now.speaker.id : 'poll' in now ? now.poll.id : 'question' in now ? now.question.id : 'item' in now ? now.item.id : undefined);

export function StepBar(): JSX.Element {
  const now = step.value;
  const asks = isAsking.value;
  return (
    <section class="step" data-step={now.act} data-linked={linked.value} data-calm={now.calm ?? false} data-asks={asks ? doubt.value : undefined} aria-label={c().step}>
      {asks && <p class="step-sure">⚠ {sureWords(now)}</p>}
      <div class="step-row">
        <button
          type="button"
          class={now.calm && !asks ? 'step-main' : 'main step-main'}
          data-action={now.act}
          data-next={nextOf(now)}
          aria-disabled={settles.value || isOff()}
          aria-keyshortcuts={shortcut(STEP_KEY)}
          onClick={press}
        >
          <b class="step-title">
            <bdi>{asks ? yes(now) : title(now)}</bdi> <Key of={STEP_KEY} />
          </b>
          <span class="step-about">{linked.value ? <About now={now} /> : c().offline}</span>
        </button>
        {asks ? <Other now={now} /> : <PollBelow />}
        {asks && (
          <button type="button" data-action="cancel" onClick={leave}>
            {c().cancel}
          </button>
        )}
      </div>
    </section>
  );
}

