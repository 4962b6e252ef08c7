// The views to choose from, and what some of them ask besides.
import type { JSX } from 'preact';
import { ALL, MAIN, viewOf } from '../../core/displays.ts';
import type { StageRow, Texts } from '../../core/types.gen.ts';
import { v } from '../../i18n/displays.ts';
import { s } from '../../i18n/staff.ts';
import { linked } from '../../ui/hub.ts';
import { pick } from '../../ui/language.ts';
import { accountName } from '../../ui/staff.tsx';
import { TITLE_LENGTH } from '../fields.ts';
import { choice, choose, isWhole, pollsToShow, questionsToShow, send, shownNow, target } from './choice.ts';
import type { Choice } from './choice.ts';

const VIEWS: readonly StageRow['view'][] = ['question', 'speaker', 'poll', 'results_by_site', 'agenda', 'join', 'message', 'clock', 'blank'];

// Of one display alone: the podium's and the video mixer's have nothing to do in the hall.
const VIEWS_OF_ONE: readonly StageRow['view'][] = [...VIEWS, 'prompt', 'lower_third', MAIN];

const isOne = (): boolean => target.value !== MAIN && target.value !== ALL;

export const Views = (): JSX.Element => (
  <p class="row" role="group" aria-label={v().chooseView}>
    {(isOne() ? VIEWS_OF_ONE : VIEWS).map((view) => (
      <button
        key={view}
        type="button"
        class="choice"
        data-action="stage.choose"
        data-view={view}
        aria-pressed={(choice.value?.view ?? viewOf(shownNow())) === view}
        onClick={() => choose(view)}
      >
        {s().views[view]}
      </button>
    ))}
  </p>
);

interface Which {
  readonly id: number;
  readonly words: string;
}

function Select({ which, chosen, take }: { which: readonly Which[]; chosen: number | undefined; take: (id: number) => void }): JSX.Element {
  if (which.length === 0) return <p class="empty">{v().nothingToShow}</p>;
  return (
    <label>
      {v().which}
      <select name="which" value={chosen} onChange={(event) => take(Number(event.currentTarget.value))}>
        {which.map(({ id, words }) => (
          <option key={id} value={id} selected={id === chosen}>
            #{id} {words}
          </option>
        ))}
      </select>
    </label>
  );
}

function Message({ chosen }: { chosen: Choice }): JSX.Element {
  const write = (language: keyof Texts, text: string): void => {
    const texts: Partial<Texts> = { ...chosen.message, [language]: text.trim() };
    const { vi = '', en = '' } = texts;
    choice.value = { view: 'message', message: { vi, ...(en ? { en } : {}) } };
  };
  return (
    <>
      <label>
        {s().message}
        <input id="message-vi" maxLength={TITLE_LENGTH} onInput={(event) => write('vi', event.currentTarget.value)} />
      </label>
      <label>
        {s().messageEn}
        <input id="message-en" maxLength={TITLE_LENGTH} onInput={(event) => write('en', event.currentTarget.value)} />
      </label>
    </>
  );
}

function Details({ chosen }: { chosen: Choice }): JSX.Element | null {
  const { view, question, poll } = chosen;
  if (view === 'message') return <Message chosen={chosen} />;
  if (view === 'question') {
    const which = questionsToShow().map(({ id, text }) => ({ id, words: text }));
    return <Select which={which} chosen={question} take={(id) => (choice.value = { view, question: id })} />;
  }
  if (view === 'poll' || view === 'results_by_site') {
    const which = pollsToShow(view).map(({ id, title }) => ({ id, words: pick(title) }));
    return <Select which={which} chosen={poll} take={(id) => (choice.value = { view, poll: id })} />;
  }
  return null;
}

const sendWord = (): string => (target.value === MAIN ? v().showMain : target.value === ALL ? v().showAll : v().showOn(accountName(target.value)));

/** Only once something is chosen: until then there is nothing to send. */
export function Chosen(): JSX.Element | null {
  const chosen = choice.value;
  if (!chosen) return null;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    send();
  };
  return (
    <form class="stack" data-form="stage.show" onSubmit={submit}>
      <Details chosen={chosen} />
      <p class="row">
        <button class="main" data-action="stage.show" data-view={chosen.view} disabled={!linked.value || !isWhole(chosen)}>
          {sendWord()}
        </button>
        <button type="button" data-action="cancel" onClick={() => (choice.value = null)}>
          {v().cancel}
        </button>
      </p>
    </form>
  );
}
