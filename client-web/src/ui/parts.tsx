// Small pieces that every page draws the same way.
import { effect } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import type { Texts } from '../core/types.gen.ts';
import { errorText, t } from '../i18n/common.ts';
import { alone, linked, now, one, phase, state, useHere } from './hub.ts';
import { hourAndMinute, language, minutesAndSeconds, pick, switchLanguage } from './language.ts';
import type { HeldCommand } from '../core/outbox.ts';

/** Which of the pages this is, for who has several open. */
export const door: { title?: () => string } = {};

// Among many tabs and in the list of what was visited.
effect(() => {
  const { hello } = state.value;
  if (hello) document.title = `${door.title ? `${door.title()} · ` : ''}${pick(hello.conference.title)}`;
});

/** A text of the conference, marked with its own language where that is not the page's. */
export const Bi = ({ text }: { text: Texts }): JSX.Element =>
  language.value === 'en' && !text.en ? <bdi lang="vi">{text.vi}</bdi> : <bdi>{pick(text)}</bdi>;

export const Chip = ({ state: name, children }: { state: string; children: ComponentChildren }): JSX.Element => (
  <span class="chip" data-state={name}>
    {children}
  </span>
);

export const Timer = ({ left }: { left: number }): JSX.Element => (
  <span role="timer" class="timer" data-over={left < 0}>
    {minutesAndSeconds(left)}
  </span>
);

export const Countdown = ({ to }: { to: number }): JSX.Element => <Timer left={to - now.value} />;

export function TopBar({ children }: { children?: ComponentChildren }): JSX.Element {
  const conference = one('conference', 'conference') ?? state.value.hello?.conference;
  return (
    <header class="top">
      <h1>{conference ? <Bi text={conference.title} /> : 'lamrelay'}</h1>
      <p class="row">
        {children}
        <LinkWord />
      </p>
      <button type="button" class="quiet" data-action="language" aria-label={t().switchLanguage} onClick={switchLanguage}>
        {t().otherLanguage}
      </button>
    </header>
  );
}

export function LinkWord(): JSX.Element {
  const link = !linked.value ? 'lost' : alone.value ? 'alone' : 'live';
  return (
    <span class="link" data-link={link}>
      {t().links[link]}
    </span>
  );
}

// A loss of two seconds is no news: access points hand phones over all the time.
const QUIET_MS = 2000;

/** words: of pages that send nothing late. */
export function LostBar({ words }: { words?: string }): JSX.Element | null {
  now.value;
  if (linked.value || phase.value !== 'signed_in' || performance.now() - state.value.since < QUIET_MS) return null;
  const lostAt = Date.now() - (performance.now() - state.value.since);
  return (
    <p class="bar lost" data-bar="lost">
      {words ?? t().lost}. <small>{t().asOf(hourAndMinute(lostAt))}</small>
    </p>
  );
}

export function heldWord(command: HeldCommand): string {
  if (command.refused) return errorText(command.refused);
  if (!linked.value) return t().heldOffline;
  return command.delayed ? errorText(command.delayed) : command.kept ? t().keptAtSite(hourAndMinute(command.kept)) : t().sending;
}

export const Notice = ({ screen, title, children }: { screen: string; title: string; children?: ComponentChildren }): JSX.Element => (
  <main class="notice" data-screen={screen}>
    <h1>{title}</h1>
    {children}
  </main>
);

/** The screens that are the same whoever uses the page; null when the page itself should be drawn. */
export function Gate(): JSX.Element | null {
  if (phase.value === 'starting') return <Notice screen="starting" title={t().starting} />;
  if (phase.value === 'elsewhere') {
    return (
      <Notice screen="elsewhere" title={t().elsewhere}>
        <p>{t().elsewhereWhy}</p>
        <button type="button" class="main" data-action="use-here" onClick={useHere}>
          {t().useHere}
        </button>
      </Notice>
    );
  }
  if (phase.value === 'outdated') {
    return (
      <Notice screen="outdated" title={t().outdated}>
        <button type="button" class="main" data-action="reload" onClick={() => location.reload()}>
          {t().reload}
        </button>
      </Notice>
    );
  }
  return null;
}
