// The first thing an operator sees: link, clock, sound, key, screen, language, name. Nothing here keeps anybody from working, and the bars above stay where they are.
import { computed, signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { clockBound, clockStanding } from '../../core/clock_error.ts';
import { durationText } from '../../core/duration.ts';
import { SLOW_ROUND_TRIP_MS } from '../../core/sites.ts';
import type { Lacking, SiteRow } from '../../core/types.gen.ts';
import { rh } from '../../i18n/rehearsal.ts';
import { awake } from '../../ui/awake.ts';
import { storageFor } from '../../ui/browser.ts';
import { alone, linked, me, now, relay, state } from '../../ui/hub.ts';
import { language, languages, number, switchLanguage } from '../../ui/language.ts';
import { LanguageSelect } from '../../ui/language_select.tsx';
import { holding, ownSite } from '../../ui/lease.ts';
import { play, setSound, sounds } from '../../ui/tone.ts';
import { DelayPanel } from './delay.tsx';
import { roundTrip } from './round_trip.ts';

const kept = storageFor('site.rehearsal');
const stored = signal(kept.read() ?? '');
const reopened = signal(false);

// One conference, one operator: whoever comes next tries it anew.
const own = computed(() => `${state.value.rows.journal ?? ''} ${me.value?.id ?? ''}`);

export const isRehearsing = computed(() => reopened.value || stored.value !== own.value);

type Sound = 'untried' | 'asked' | 'heard' | 'silent';
const sound = signal<Sound>('untried');
const keyWorks = signal(false);

/** F9, pressed while it is being tried out. */
export const tryKey = (): void => void (keyWorks.value = true);

function begin(): void {
  reopened.value = true;
  scrollTo(0, 0);
}

/** What was good the last time, and was not tried again since, is good. */
const isLacking = (point: Lacking[number], { checkedAt, lacking }: SiteRow): boolean =>
  standings.value[point] === 'look' || (standings.value[point] === 'untried' && (checkedAt === undefined || (lacking?.includes(point) ?? false)));

/** The desk is told what is lacking; without a link as soon as there is one. */
function checkIn(): void {
  const site = ownSite.value;
  const lacking = site ? POINTS.filter((point) => isLacking(point, site)) : [];
  if (site) relay.submit('site.check_in', { site: site.id, ...(lacking.length > 0 ? { lacking } : {}) });
  end();
}

function end(): void {
  reopened.value = false;
  stored.value = own.value;
  scrollTo(0, 0);
  try {
    kept.write(own.value);
  } catch {
    // It is shown again next time.
  }
}

export const RehearsalButton = (): JSX.Element => (
  <button type="button" class="quiet" data-action="rehearsal" aria-expanded={isRehearsing.value} onClick={() => (isRehearsing.value ? end() : begin())}>
    {rh().open}
  </button>
);

export const tripWord = (milliseconds: number): string =>
  milliseconds < 1000 ? rh().ms(number(milliseconds)) : rh().s(number(Math.round(milliseconds / 100) / 10));

type Standing = 'good' | 'look' | 'untried';

const SIGNS: Record<Standing, string> = { good: '✓', look: '⚠', untried: '○' };

function linkStanding(): Standing {
  if (!linked.value || alone.value || (roundTrip.value ?? 0) > SLOW_ROUND_TRIP_MS) return 'look';
  return roundTrip.value === null ? 'untried' : 'good';
}

const soundStanding = (): Standing => (sound.value === 'heard' ? 'good' : sound.value === 'silent' || !sounds.value ? 'look' : 'untried');

const POINTS: Lacking = ['link', 'sound', 'clock', 'key', 'screen', 'who'];

const clock = computed(() => (now.value, clockStanding(relay.hubNow(), Date.now())));

const standings = computed((): Readonly<Record<Lacking[number], Standing>> => ({
  link: linkStanding(),
  clock: clock.value.is === 'right' ? 'good' : 'look',
  sound: sound.value === 'untried' ? 'untried' : soundStanding(),
  key: keyWorks.value ? 'good' : 'untried',
  screen: awake.value ? 'good' : 'look',
  who: holding.value === 'own' ? 'good' : 'look',
}));

const Point = ({ name, title, standing, children }: { name: string; title: string; standing?: Standing; children: ComponentChildren }): JSX.Element => (
  <section class="card panel" data-point={name} data-standing={standing} aria-label={title}>
    <h2 class="split">
      {title}
      {standing && (
        <span class={`standing ${standing}`}>
          {SIGNS[standing]} {rh().states[standing]}
        </span>
      )}
    </h2>
    {children}
  </section>
);

function LinkPoint(): JSX.Element {
  const trip = roundTrip.value;
  return (
    <Point name="link" title={rh().link} standing={linkStanding()}>
      <p>{!linked.value ? rh().lost : alone.value ? rh().alone : state.value.site === null ? rh().toHub : rh().toSite}</p>
      {linked.value && !alone.value && (
        <p class="big" data-round-trip={trip ?? undefined}>
          {trip === null ? rh().measuring : rh().trip(tripWord(trip))}
        </p>
      )}
      {(trip ?? 0) > SLOW_ROUND_TRIP_MS && <p class="next">{rh().tripLong}</p>}
    </Point>
  );
}

function ClockPoint(): JSX.Element {
  const standing = clock.value;
  const bound = clockBound(relay.roundTrip);
  const words = standing.is === 'right' ? rh().clockRight : standing.is === 'behind' ? rh().clockBehind(durationText(standing.by)) : rh().clockAhead(durationText(standing.by));
  return (
    <Point name="clock" title={rh().clock} standing={standings.value.clock}>
      <p data-clock={standing.is} data-bound={bound ?? undefined}>
        {words} {bound === null ? rh().clockUnknown : rh().clockBound(number(bound))}
      </p>
      <p class="muted">{rh().clockOwn}</p>
    </Point>
  );
}

function trySound(): void {
  if (sounds.value) play('attention');
  else setSound(true);
  sound.value = 'asked';
}

function SoundPoint(): JSX.Element {
  const is = sound.value;
  return (
    <Point name="sound" title={rh().sound} standing={standings.value.sound}>
      <p>{is === 'heard' ? rh().soundGood : is === 'silent' ? rh().soundBad : is === 'asked' ? <b>{rh().soundAsk}</b> : rh().soundWhy}</p>
      <p class="row">
        <button type="button" class={is === 'untried' ? 'main' : ''} data-action="sound-try" onClick={trySound}>
          ♪ {is === 'untried' ? rh().soundTry : rh().soundAgain}
        </button>
        {is === 'asked' && (
          <>
            <button type="button" class="main" data-action="sound-heard" onClick={() => (sound.value = 'heard')}>
              ✓ {rh().soundHeard}
            </button>
            <button type="button" data-action="sound-silent" onClick={() => (sound.value = 'silent')}>
              {rh().soundNot}
            </button>
          </>
        )}
        {is !== 'asked' && sounds.value && (
          <button type="button" class="quiet" data-action="sound-off" onClick={() => (setSound(false), (sound.value = 'silent'))}>
            {rh().soundOff}
          </button>
        )}
      </p>
    </Point>
  );
}

const BOTH: readonly { readonly is: 'vi' | 'en'; readonly name: 'vietnamese' | 'english' }[] = [
  { is: 'vi', name: 'vietnamese' },
  { is: 'en', name: 'english' },
];

const LanguagePoint = (): JSX.Element => (
  <Point name="language" title={rh().language}>
    {languages ? (
      <LanguageSelect languages={languages} />
    ) : (
      <div class="row" role="group" aria-label={rh().language}>
        {BOTH.map(({ is, name }) => (
          <button key={is} type="button" class="choice" lang={is} data-language={is} aria-pressed={language.value === is} onClick={() => language.value !== is && switchLanguage()}>
            {rh()[name]}
          </button>
        ))}
      </div>
    )}
  </Point>
);

const WhoPoint = (): JSX.Element => (
  <Point name="who" title={rh().who} standing={holding.value === 'own' ? 'good' : 'look'}>
    <p class="big">
      <bdi>{rh().you(me.value?.name ?? me.value?.id ?? '')}</bdi>
    </p>
    <p>{holding.value === 'own' ? rh().consoleOwn : holding.value === 'other' ? rh().consoleNot : rh().consoleFree}</p>
    <p class="muted">{rh().notYou}</p>
  </Point>
);

export function Rehearsal(): JSX.Element {
  const untried = Object.values(standings.value).filter((standing) => standing === 'untried').length;
  return (
    <main class="rehearsal">
      <div class="split">
        <div>
          <h2 class="rehearsal-title">{rh().title}</h2>
          <p class="muted">{rh().why}</p>
        </div>
        <button type="button" class={untried === 0 ? 'main doors' : 'doors'} data-action="rehearsal-done" data-untried={untried} onClick={checkIn}>
          {untried === 0 ? `✓ ${rh().done}` : rh().doneAnyway(untried)}
        </button>
      </div>
      <div class="points">
        <LinkPoint />
        <SoundPoint />
        <Point name="key" title={rh().key} standing={keyWorks.value ? 'good' : 'untried'}>
          <p>{keyWorks.value ? rh().keyGood : rh().keyWhy}</p>
        </Point>
        <WhoPoint />
        <ClockPoint />
        <Point name="screen" title={rh().screen} standing={awake.value ? 'good' : 'look'}>
          <p>{awake.value ? rh().screenGood : rh().screenBad}</p>
        </Point>
        <LanguagePoint />
        <DelayPanel />
      </div>
    </main>
  );
}
