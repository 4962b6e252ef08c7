// The states that every page shows alike: no answer yet, the link gone, a newer version, another place.
import type { JSX } from 'preact';
import './states.css';
import { lossOf } from '../core/loss.ts';
import type { Loss } from '../core/loss.ts';
import { st } from '../i18n/states.ts';
import './fault.ts';
import { held, now, phase, state, useHere } from './hub.ts';
import { moment } from './moment.ts';
import { Notice, Starting } from './parts.tsx';
import { newer, takeNewer } from './version.ts';

/** What is to be said of the link, of somebody who is signed in. */
export function loss(): Loss | null {
  const { linked, silent, since } = state.value;
  if (phase.value !== 'signed_in' || (linked && !silent)) return null;
  now.value;
  return lossOf(performance.now() - since, navigator.onLine);
}

export const lossWord = (lost: Loss): string =>
  lost === 'reconnecting' ? st().reconnecting : navigator.onLine ? st().unreached : st().offline;

/** How old what is shown is; empty where that is not known. */
export const age = (): string => (state.value.freshAt ? st().asOf(moment(state.value.freshAt)) : '');

/** words: of pages that send nothing late. What waits here is told by the outbox, and then with the same words. */
export function LostBar({ words }: { words?: string }): JSX.Element {
  const lost = loss();
  return (
    <>
      {lost && (words !== undefined || held.value.length === 0) && (
        <p class="bar lost" data-bar="lost" data-loss={lost}>
          {lost === 'offline' && words !== undefined ? words : lossWord(lost)} {age() && '· '}
          <small>{age()}</small>
        </p>
      )}
      <NewerBar />
    </>
  );
}

export const NewerBar = (): JSX.Element | null =>
  newer.value ? (
    <p class="bar newer split" data-bar="newer" role="status">
      <span>{st().newer}</span>
      <button type="button" data-action="reload" onClick={() => void takeNewer()}>
        {st().reload}
      </button>
    </p>
  ) : null;

/** The screens that are the same whoever uses the page; null when the page itself should be drawn. */
export function Gate(): JSX.Element | null {
  if (phase.value === 'starting') return <Starting />;
  if (phase.value === 'elsewhere') {
    return (
      <Notice screen="elsewhere" title={st().elsewhere}>
        <p>{st().elsewhereWhy}</p>
        <button type="button" class="main" data-action="use-here" onClick={useHere}>
          {st().useHere}
        </button>
      </Notice>
    );
  }
  if (phase.value === 'outdated') {
    return (
      <Notice screen="outdated" title={st().outdated}>
        <button type="button" class="main" data-action="reload" onClick={() => void takeNewer(true)}>
          {st().reload}
        </button>
      </Notice>
    );
  }
  return null;
}
