// The second part of the page, loaded once the first has shown what the hub sent: questions, the own request to speak, and polls
// that are over.
import { effect, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { backoff } from '../../core/backoff.ts';
import type { MySpeakerRow, PollRow } from '../../core/types.gen.ts';
import { t } from '../../i18n/common.ts';
import type { Messages as Refusals } from '../../i18n/refusals.vi.ts';
import { timers } from '../../ui/browser.ts';
import { linked, ready } from '../../ui/hub.ts';

interface Of {
  readonly poll: PollRow;
}

export interface SecondPart {
  Ask(): JSX.Element;
  Floor(): JSX.Element;
  Ready(props: { speaker: MySpeakerRow }): JSX.Element | null;
  /** Polls that are closed, published or void. */
  Past(): JSX.Element;
  /** Why nothing can be cast here; null for whoever may vote. */
  NotVoter(props: Of): JSX.Element | null;
  /** What is told of an open poll. */
  Live(props: Of): JSX.Element | null;
  OutboxList(): JSX.Element | null;
  /** That the ballot which stands is not of this device. */
  BallotNote(props: Of): JSX.Element | null;
  /** Somebody is writing a question: nothing may take the tab away. */
  isWriting(): boolean;
  refusals(): Refusals;
}

// Its address; the build names it by its content.
declare const SECOND_PART: string;

export const part = signal<SecondPart | null>(null);
let tries = 0;
let loading = false;

/** Called by the second part itself, once it is there. */
export const take = (loaded: SecondPart): void => {
  part.value = loaded;
};

function load(): void {
  loading = true;
  const script = document.createElement('script');
  script.src = SECOND_PART;
  script.onerror = () => {
    script.remove();
    tries += 1;
    timers.after(backoff(tries, timers.random), () => {
      loading = false;
      loadIfDue();
    });
  };
  document.head.append(script);
}

// Without waiting for the tab: there may be no network when it is opened.
const loadIfDue = (): void => {
  if (ready.value && linked.value && !loading) load();
};

effect(loadIfDue);

export const isWriting = (): boolean => part.value?.isWriting() ?? false;

export function Ask(): JSX.Element {
  const loaded = part.value;
  return loaded ? <loaded.Ask /> : <p class="empty">{t().starting}</p>;
}

export function Floor(): JSX.Element | null {
  const loaded = part.value;
  return loaded && <loaded.Floor />;
}

export function Ready({ speaker }: { speaker: MySpeakerRow }): JSX.Element | null {
  const loaded = part.value;
  return loaded && <loaded.Ready speaker={speaker} />;
}

export function Past(): JSX.Element | null {
  const loaded = part.value;
  return loaded && <loaded.Past />;
}

export function OutboxList(): JSX.Element | null {
  const loaded = part.value;
  return loaded && <loaded.OutboxList />;
}

export function BallotNote(props: Of): JSX.Element | null {
  const loaded = part.value;
  return loaded && <loaded.BallotNote {...props} />;
}

export function NotVoter(props: Of): JSX.Element | null {
  const loaded = part.value;
  return loaded && <loaded.NotVoter {...props} />;
}

export function Live(props: Of): JSX.Element | null {
  const loaded = part.value;
  return loaded && <loaded.Live {...props} />;
}
