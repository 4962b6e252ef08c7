// The cue bar: what the site is told of its turn, step by step. Full width and always there: the operator looks up from the hall and must see it.
import { effect, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { cueOf, onAirIn, timeLeftThere, toneOf, wasOnAir } from '../../core/cue.ts';
import type { CueStep } from '../../core/cue.ts';
import { isUnanswered, timeLeft } from '../../core/speakers.ts';
import type { SpeakerRow } from '../../core/types.gen.ts';
import { cu } from '../../i18n/cue.ts';
import { l } from '../../i18n/link.ts';
import { sp } from '../../i18n/speakers.ts';
import { s } from '../../i18n/staff.ts';
import { rh } from '../../i18n/rehearsal.ts';
import { alone, now, ready, state, within } from '../../ui/hub.ts';
import { addHotkeys } from '../../ui/hotkeys.ts';
import { Key, shortcut } from '../../ui/key.tsx';
import { forSiteNow, isFenced, ownSite } from '../../ui/lease.ts';
import { measured } from '../../ui/measured.ts';
import { Timer } from '../../ui/parts.tsx';
import { PauseSign } from '../../ui/pause_sign.tsx';
import { sayNow } from '../../ui/say.ts';
import { personName, siteName, speakerList, tell } from '../../ui/staff.tsx';
import { play, sounds, switchSound, unlocked } from '../../ui/tone.ts';
import './cue.css';
import { isOwn } from './own.ts';
import { tryKey } from './rehearsal.tsx';
import { ownSpeaker, place } from './speakers.tsx';

// How long "done" stays up.
const DONE_MS = 15_000;

interface Shown {
  readonly step: CueStep;
  readonly speaker: SpeakerRow;
}

let onAir: SpeakerRow | undefined;
const done = signal<{ readonly speaker: SpeakerRow; readonly until: number } | null>(null);

const WAITS: readonly (CueStep | null)[] = [null, 'received', 'waiting', 'second'];

/** What the bar says now; nothing: nobody of the site is on the list. That somebody is through is said before who only waits. */
function shown(): Shown | undefined {
  const speaker = ownSpeaker();
  const step = speaker ? cueOf(speaker, place(speaker), now.value) : null;
  if (done.value && now.value < done.value.until && WAITS.includes(step)) return { step: 'done', speaker: done.value.speaker };
  return speaker && step ? { step, speaker } : undefined;
}

// Whoever was on air and is not on the list any more has finished: rows of the finished do not come here.
effect(() => {
  if (!ready.value) return;
  const speaker = ownSpeaker();
  const step = speaker ? cueOf(speaker, place(speaker), now.value) : null;
  if (onAir && speaker?.id !== onAir.id) done.value = { speaker: onAir, until: now.value + DONE_MS };
  else if (done.value && (now.value >= done.value.until || wasOnAir(step))) done.value = null;
  onAir = wasOnAir(step) ? speaker : undefined;
});

const secondsUp = (milliseconds: number): number => Math.ceil(milliseconds / 1000);

function words({ step, speaker }: Shown): string {
  if (step === 'waiting') return cu().place(place(speaker));
  if (step === 'soon') return cu().soon(secondsUp(onAirIn(speaker, now.value)));
  return cu().steps[step];
}

// State is never colour alone: icon, word, colour.
const ICONS: Record<Exclude<CueStep, 'paused'>, string> = {
  received: '✓',
  waiting: '⋯',
  second: '②',
  next: '▶',
  ready: '✓',
  soon: '◔',
  speaking: '●',
  over: '■',
  done: '✓',
};

const sayReady = (speaker: SpeakerRow): void =>
  tell('speaker.ready', forSiteNow('speaker.ready', { speaker: speaker.id, rev: speaker.rev }));

const operatorName = (): string => ownSite.value?.operatorName ?? ownSite.value?.operator ?? '';

const ReadyButton = ({ speaker }: { speaker: SpeakerRow }): JSX.Element =>
  isFenced() ? (
    <small>{cu().notConsole(operatorName())}</small>
  ) : (
    <>
      {!within.value && <small data-why="link_down">{alone.value ? l().notNow : rh().notReady}</small>}
      <button type="button" class="main" data-action="speaker.ready" disabled={!within.value} aria-keyshortcuts={shortcut('F9')} onClick={() => sayReady(speaker)}>
        {sp().sayReady} <Key of="F9" />
      </button>
    </>
  );

const Sound = (): JSX.Element => (
  <button type="button" class="quiet sound" data-action="sound" aria-pressed={sounds.value} onClick={() => (sounds.value && !unlocked.value ? play('attention') : switchSound())}>
    {!sounds.value ? `○ ${cu().soundOff}` : unlocked.value ? `♪ ${cu().soundOn}` : `○ ${cu().soundLocked}`}
  </button>
);

const BEFORE_ONES_TURN: readonly CueStep[] = ['waiting', 'second', 'next', 'ready'];

/** Behind whom, and how long that may still take: for who waits with one hand on the microphone. */
function After({ step }: { step: CueStep }): JSX.Element | null {
  const [speaking] = speakerList().floor;
  if (!speaking || isOwn(speaking) || !BEFORE_ONES_TURN.includes(step)) return null;
  const left = timeLeft(speaking, now.value);
  return (
    <span class="after">
      {cu().after(siteName(speaking.site))} {left !== undefined && <Timer left={left} />}
    </span>
  );
}

const measure = measured('--cue');

export function CueBar(): JSX.Element {
  const cue = shown();
  if (!cue)
    return (
      <div class="bar cue split" ref={measure} data-cue="none">
        <span>{s().cueNone}</span>
        <Sound />
      </div>
    );
  const { step, speaker } = cue;
  const left = step === 'soon' || step === 'done' ? undefined : timeLeftThere(speaker, now.value);
  return (
    <div class="bar cue split" ref={measure} data-cue={ownSpeaker()?.state ?? 'none'} data-step={step}>
      <span>
        {step === 'paused' ? <PauseSign /> : <span aria-hidden="true">{ICONS[step]}</span>} {words(cue)} · <bdi>{personName(speaker)}</bdi>
      </span>
      {left !== undefined && <Timer left={left} />}
      <After step={step} />
      {step === 'next' && <ReadyButton speaker={speaker} />}
      {step === 'next' && isUnanswered(speaker, now.value) && (
        <strong class="unanswered" data-unanswered="true">
          ⚠ {cu().unanswered}
        </strong>
      )}
      <Sound />
    </div>
  );
}

/** The page is framed while the site is on air. */
export const airClass = (): string => {
  const step = shown()?.step;
  return step === 'speaking' || step === 'over' ? 'on-air' : '';
};

addHotkeys({
  title: () => rh().keys,
  keys: [
    {
      keys: ['F9'],
      anywhere: true,
      says: () => rh().keyReady,
      act() {
        tryKey();
        const speaker = ownSpeaker();
        if (speaker?.state === 'next' && within.value) sayReady(speaker);
      },
    },
  ],
});

// Also told to who has another tab open. Put behind what names the conference there.
effect(() => {
  state.value;
  const cue = ready.value ? shown() : undefined;
  if (!cue || cue.step === 'paused' || !(cue.step === 'next' || airClass())) return;
  const title = `${ICONS[cue.step]} ${words(cue)}`;
  queueMicrotask(() => (document.title = title));
});

let saidLast = '';

// As long as it was given to answer, and then again.
const AGAIN_MS = 10_000;

/** How often whoever is called and does not answer has been told again. */
const repeats = ({ step, speaker }: Shown): number =>
  step === 'next' && isUnanswered(speaker, now.value) ? Math.floor((now.value - (speaker.calledAt ?? now.value)) / AGAIN_MS) : 0;

// Each step once; whoever does not answer the call is told again and again.
effect(() => {
  const cue = ready.value ? shown() : undefined;
  const loud = cue && (cue.step === 'next' || cue.step === 'soon' || cue.step === 'speaking' || cue.step === 'over');
  const again = cue ? repeats(cue) : 0;
  const key = cue && loud ? `${cue.speaker.id} ${cue.step} ${again}` : '';
  if (key === saidLast) return;
  saidLast = key;
  if (!cue || !key) return;
  sayNow(again > 0 ? cu().unanswered : words(cue));
  const tone = toneOf(cue.step);
  if (tone) play(tone);
});
