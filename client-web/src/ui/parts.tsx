// Small pieces that every page draws the same way.
import { effect, signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { durationText } from '../core/duration.ts';
import type { Texts } from '../core/types.gen.ts';
import { errorText, t } from '../i18n/common.ts';
import { alone, linked, now, one, state } from './hub.ts';
import { hourAndMinute, languages, pick, switchLanguage } from './language.ts';
import { LanguageSelect } from './language_select.tsx';
import type { HeldCommand } from '../core/outbox.ts';

export { Gate, LostBar } from './states.tsx';

/** Which of the pages this is, for who has several open. */
export const door: { title?: () => string } = {};

// Among many tabs and in the list of what was visited.
effect(() => {
  const { hello } = state.value;
  if (hello) document.title = `${door.title ? `${door.title()} · ` : ''}${pick(hello.conference.title)}`;
});

/** A text of the conference, marked with its own language. */
export const Bi = ({ text }: { text: Texts }): JSX.Element => <bdi lang={pick(text) === text.vi ? 'vi' : 'en'}>{pick(text)}</bdi>;

export const Chip = ({ state: name, children }: { state: string; children: ComponentChildren }): JSX.Element => (
  <span class="chip" data-state={name}>
    {children}
  </span>
);

export const Timer = ({ left }: { left: number }): JSX.Element => (
  <span role="timer" class="timer" data-over={left < 0}>
    {durationText(left)}
  </span>
);

export const Countdown = ({ to }: { to: number }): JSX.Element => <Timer left={to - now.value} />;

export function Title(): JSX.Element {
  const conference = one('conference', 'conference') ?? state.value.hello?.conference;
  return <h1>{conference ? <Bi text={conference.title} /> : 'lamrelay'}</h1>;
}

export function TopBar({ children }: { children?: ComponentChildren }): JSX.Element {
  return (
    <header class="top">
      <Title />
      <p class="row">
        {children}
        <LinkWord />
      </p>
      <LanguageButton />
    </header>
  );
}

export const LanguageButton = (): JSX.Element =>
  languages ? (
    <LanguageSelect languages={languages} />
  ) : (
    <button type="button" class="quiet" data-action="language" aria-label={t().switchLanguage} onClick={switchLanguage}>
      {t().otherLanguage}
    </button>
  );

export function LinkWord(): JSX.Element {
  const link = !linked.value || state.value.silent ? 'lost' : alone.value ? 'alone' : 'live';
  return (
    <span class="link" data-link={link}>
      {state.value.hello ? t().links[link] : t().starting}
    </span>
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

/** What there is to say instead, where the page knows why there will be no answer. */
export const notServed = signal<(() => JSX.Element) | null>(null);

/** No answer yet. */
export const Starting = (): JSX.Element =>
  notServed.value?.() ?? (
    <Notice screen="starting" title={t().starting}>
      <Slow />
    </Notice>
  );

/** The way out of a slow network: comes into sight by itself (base.css). */
export const Slow = (): JSX.Element => (
  <a class="slow" data-action="retry" href="">
    {t().slow}
  </a>
);
