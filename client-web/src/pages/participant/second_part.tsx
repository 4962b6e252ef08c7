// The second part of the page, loaded when the first is drawn and no snapshot is waited for: the bars, questions, the own request to speak, and
// polls that are over.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { backoff } from '../../core/backoff.ts';
import type { PollRow } from '../../core/types.gen.ts';
import { t } from '../../i18n/common.ts';
import type { Messages as Refusals } from '../../i18n/refusals.vi.ts';
import { timers } from '../../ui/browser.ts';

interface Of {
  readonly poll: PollRow;
}

type Part = JSX.Element | null;

export interface SecondPart {
  Ask(): Part;
  /** What stands above every tab: the link, the outbox, the own call to speak, news. */
  Bars(): Part;
  Floor(): Part;
  /** Instead of the page: open elsewhere, too old. */
  Gate(): Part;
  /** Polls that are closed, published or void. */
  Past(): Part;
  SignOut(): Part;
  /** Who speaks, in the one line that is left for it while a poll is open. */
  Speaks(): Part;
  /** Why nothing can be cast here; null for whoever may vote. */
  NotVoter(props: Of): Part;
  /** What is told of an open poll. */
  Live(props: Of): Part;
  /** That the ballot which stands is not of this device. */
  BallotNote(props: Of): Part;
  /** A poll has opened: its tab is shown unless somebody is at work elsewhere. */
  pollOpened(): void;
  /** Draws so that what is under the finger stays there. */
  steadily(draw: () => void): void;
  refusals(): Refusals;
}

// Its address; the build names it by its content.
declare const SECOND_PART: string;

export const part = signal<SecondPart | null>(null);
let tries = 0;

/** Called by the second part itself, once it is there. */
export const take = (loaded: SecondPart): void => {
  part.value = loaded;
};

/** Without waiting for what needs it: there may be no network then. */
export function load(): void {
  const script = document.createElement('script');
  script.src = SECOND_PART;
  script.onerror = () => {
    script.remove();
    tries += 1;
    timers.after(backoff(tries, timers.random), load);
  };
  document.head.append(script);
}

const drawn = (name: 'Bars' | 'Floor' | 'Gate' | 'Past' | 'SignOut' | 'Speaks') => (): Part => part.value && part.value[name]();
const drawnOf = (name: 'BallotNote' | 'Live' | 'NotVoter') => (props: Of): Part => part.value && part.value[name](props);

export const Ask = (): JSX.Element => part.value?.Ask() ?? <p class="empty">{t().starting}</p>;
export const Bars = drawn('Bars');
export const Floor = drawn('Floor');
export const Gate = drawn('Gate');
export const Past = drawn('Past');
export const SignOut = drawn('SignOut');
export const Speaks = drawn('Speaks');
export const BallotNote = drawnOf('BallotNote');
export const Live = drawnOf('Live');
export const NotVoter = drawnOf('NotVoter');
