// The end of a poll in words: who is missing, whether it matters, and what whoever decides can do. Each act says first what follows from it.
import { signal, effect } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { conditionOf } from '../../core/sites.ts';
import type { PollAnnounceParams, PollRow } from '../../core/types.gen.ts';
import { verdictOf } from '../../core/verdicts.ts';
import type { Ending, Verdict } from '../../core/verdicts.ts';
import { s } from '../../i18n/staff.ts';
import { ve } from '../../i18n/verdict.ts';
import { all, linked, live, me, now, ready, relay } from '../../ui/hub.ts';
import { number } from '../../ui/language.ts';
import { sayNow } from '../../ui/say.ts';
import { siteName, tell } from '../../ui/staff.tsx';
import { LinkChip } from '../sites/chip.tsx';

interface Of {
  readonly poll: PollRow;
  readonly verdict: Verdict;
}

type Act = { readonly name: 'announce' } | { readonly name: 'amend' } | { readonly name: 'lost'; readonly site: string };

/** The one act that is asked about, of a poll as it was seen then. */
const asked = signal<{ readonly poll: number; readonly rev: number; readonly act: Act } | null>(null);

const ask = (poll: PollRow, act: Act): unknown => (asked.value = { poll: poll.id, rev: poll.rev, act });
const back = (): unknown => (asked.value = null);

const SIGNS: Record<Ending, string> = { waiting: '◔', complete: '✓', incomplete: '⚠' };

const named = (sites: readonly string[]): string => sites.map(siteName).join(', ');

/** How far its end is, in one line. */
export function headOf({ ending, drained, expected, without }: Verdict): string {
  if (ending === 'incomplete') return ve().incomplete(number(without.length), number(expected));
  if (ending === 'waiting') return without.length > 0 ? ve().waiting(number(drained), number(expected)) : ve().unprovenOnly;
  return expected > 0 ? ve().complete(number(expected)) : ve().amended;
}

function peopleOf({ missing, changeable }: Verdict): string {
  const parts = [missing > 0 && ve().missing(number(missing)), changeable > 0 && ve().changeable(number(changeable))].filter(Boolean);
  return parts.length > 0 ? parts.join('; ') : ve().nobodyMissing;
}

const Facts = ({ verdict }: { verdict: Verdict }): JSX.Element => {
  const { ending, without, canChange, unproven, lateInTime, inDoubt } = verdict;
  return (
    <>
      {without.length > 0 && <p>{ending === 'waiting' ? ve().waitsFor(named(without)) : ve().without(named(without))}</p>}
      {canChange !== null && <p>{peopleOf(verdict)}</p>}
      {unproven > 0 && <p data-unproven={unproven}>? {ending === 'waiting' ? ve().unproven(number(unproven)) : ve().leftOut(number(unproven))}</p>}
      {canChange !== null && (
        <p class={canChange ? 'weighs' : 'ok'} data-can-change={canChange}>
          <b>{canChange ? `⚠ ${ve().can}` : `✓ ${ve().cannot}`}</b>
        </p>
      )}
      {lateInTime > 0 && (
        <p data-late={lateInTime} data-in-doubt={inDoubt} class={inDoubt ? 'weighs' : ''}>
          {ve().lateInTime(number(lateInTime))}. {inDoubt ? <b>⚠ {ve().inDoubt}</b> : <span>✓ {ve().notInDoubt}</span>}
        </p>
      )}
    </>
  );
};

const Sure = ({ name, doIt, submit, children }: { name: string; doIt: string; submit: (form: FormData) => void; children: ComponentChildren }): JSX.Element => (
  <form
    class="sure stack"
    data-form={name}
    onSubmit={(event) => {
      event.preventDefault();
      submit(new FormData(event.currentTarget));
      back();
    }}
  >
    {children}
    <p class="row">
      <button class="main" data-action={name} disabled={!linked.value}>
        {doIt}
      </button>
      <button type="button" data-action="cancel" onClick={back}>
        {ve().back}
      </button>
    </p>
  </form>
);

function Unproven({ poll, verdict: { unproven } }: Of): JSX.Element | null {
  if (unproven === 0) return null;
  return (
    <fieldset>
      <legend>{ve().unprovenHow(number(unproven))}</legend>
      {(['leave_out', 'count'] as const).map((rule) => (
        <label key={rule} class="row">
          <input type="radio" name="unproven" id={`unproven-${poll.id}-${rule}`} value={rule} required /> <span>{rule === 'count' ? ve().count : ve().leaveOut}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Announce({ poll, verdict, rev }: Of & { rev: number }): JSX.Element {
  const submit = (form: FormData): void => {
    const unproven = form.get('unproven') as PollAnnounceParams['unproven'] | null;
    tell('poll.announce', relay.submitNow('poll.announce', { poll: poll.id, rev, ...(unproven ? { unproven } : {}) }));
  };
  return (
    <Sure name="poll.announce" doIt={ve().announceNow} submit={submit}>
      <p>
        <b>{verdict.without.length > 0 ? ve().announceWhat(named(verdict.without)) : ve().announceWhatUnproven}</b>
      </p>
      <Unproven poll={poll} verdict={verdict} />
      <p>{ve().announceThen}</p>
    </Sure>
  );
}

function Lost({ poll, site, rev }: { poll: PollRow; site: string; rev: number }): JSX.Element {
  const name = siteName(site);
  return (
    <Sure name="poll.declare_lost" doIt={ve().lostNow} submit={() => tell('poll.declare_lost', relay.submitNow('poll.declare_lost', { poll: poll.id, site, rev }))}>
      <p>
        <b>{ve().lostWhat(name)}</b>
      </p>
      <p>{ve().lostThen(name)}</p>
    </Sure>
  );
}

// What was announced is changed by nobody else.
const isChair = (): boolean => (me.value?.roles ?? []).includes('chair');

function Amend({ poll, verdict, rev }: Of & { rev: number }): JSX.Element {
  return (
    <Sure name="poll.amend" doIt={ve().amendNow} submit={() => tell('poll.amend', relay.submitNow('poll.amend', { poll: poll.id, rev }))}>
      <p>
        <b>{ve().amendWhat(number(verdict.lateInTime))}</b>
      </p>
      <p>{poll.state === 'published' ? ve().amendPublished : ve().amendClosed}</p>
    </Sure>
  );
}

/** Why it is waited for: a site whose link is up is about to bring them. */
function Waited({ poll, site }: { poll: PollRow; site: string }): JSX.Element {
  const link = live.value?.links?.find((one) => one.site === site);
  return (
    <li class="split" data-waits-for={site}>
      <span>
        <bdi>{siteName(site)}</bdi> <LinkChip condition={conditionOf(link, now.value)} link={link} />
      </span>
      <button type="button" data-action="poll.declare_lost-open" aria-label={ve().lostOpenOf(siteName(site))} onClick={() => ask(poll, { name: 'lost', site })}>
        {ve().lostOpen}
      </button>
    </li>
  );
}

function Choices({ poll, verdict }: Of): JSX.Element {
  const { without } = verdict;
  return (
    <div class="stack" role="group" aria-label={ve().choices}>
      <p>{verdict.unproven > 0 ? ve().waitUnproven : ve().wait}</p>
      {without.length > 0 && (
        <ul class="plain">
          {without.map((site) => (
            <Waited key={site} poll={poll} site={site} />
          ))}
        </ul>
      )}
      <p>
        <button type="button" data-action="poll.announce-open" onClick={() => ask(poll, { name: 'announce' })}>
          {without.length > 0 ? ve().announceOpen : ve().announceUnproven}
        </button>
      </p>
      <small>{ve().orVoid}</small>
    </div>
  );
}

/** null: nothing is asked about that can still be done. */
function Asked({ poll, verdict }: Of): JSX.Element | null {
  const about = asked.value?.poll === poll.id ? asked.value : null;
  if (!about) return null;
  const { act, rev } = about;
  if (act.name === 'amend') return verdict.lateInTime > 0 ? <Amend poll={poll} verdict={verdict} rev={rev} /> : null;
  if (verdict.ending !== 'waiting') return null;
  if (act.name === 'announce') return <Announce poll={poll} verdict={verdict} rev={rev} />;
  return verdict.without.includes(act.site) ? <Lost poll={poll} site={act.site} rev={rev} /> : null;
}

export function VerdictCard({ poll }: { poll: PollRow }): JSX.Element | null {
  const verdict = verdictOf(poll);
  if (!verdict) return null;
  const { ending, lateInTime } = verdict;
  const form = Asked({ poll, verdict });
  return (
    <section class="verdict stack" data-verdict={ending} data-drained={verdict.drained} data-expected={verdict.expected} aria-label={s().pollStates[poll.state]}>
      <p class="verdict-head">
        <b>
          {SIGNS[ending]} {headOf(verdict)}
        </b>
      </p>
      <Facts verdict={verdict} />
      {form ?? (ending === 'waiting' && <Choices poll={poll} verdict={verdict} />)}
      {!form && lateInTime > 0 && (
        <p>
          {isChair() ? (
            <button type="button" data-action="poll.amend-open" onClick={() => ask(poll, { name: 'amend' })}>
              {ve().amendOpen(number(lateInTime))}
            </button>
          ) : (
            ve().amendByChair(number(lateInTime))
          )}
        </p>
      )}
    </section>
  );
}

let said = '';

// Who waits for the result should not have to look for why there is none.
effect(() => {
  if (!ready.value) return;
  const waiting = all('poll').filter((poll) => verdictOf(poll)?.ending === 'waiting');
  const words = waiting.map((poll) => ve().said(named(poll.waitingFor ?? []))).join('. ');
  if (words && words !== said) sayNow(words);
  said = words;
});
