// The figures of a count by hand: entered at the site, or said again by whoever confirms without seeing them.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { figuresOfForm, peopleIn } from '../../core/counts.ts';
import type { Figures } from '../../core/counts.ts';
import { createFollower } from '../../core/follow.ts';
import { Refused } from '../../core/link.ts';
import { figuresOf } from '../../core/polls.ts';
import type { CountCeilingResult, CountRow, PollRow } from '../../core/types.gen.ts';
import { TEXT_GRAPHEMES } from '../../core/types.gen.ts';
import { cn } from '../../i18n/counts.ts';
import { s } from '../../i18n/staff.ts';
import { timers } from '../../ui/browser.ts';
import { linked, now, relay } from '../../ui/hub.ts';
import { number } from '../../ui/language.ts';
import { optionNames } from '../../ui/options.ts';
import { tell } from '../../ui/staff.tsx';

export type CountAct = 'count.enter' | 'count.confirm' | 'count.withdraw';

/** What is being filled in, and of which count it was begun: what changed since must not be overwritten unseen. */
export const form = signal<{ readonly act: CountAct; readonly poll: number; readonly site: string; readonly rev?: number } | null>(null);
const typed = signal<Figures | null>(null);

export function begin(act: CountAct, poll: number, site: string, rev?: number): void {
  typed.value = null;
  form.value = { act, poll, site, ...(rev === undefined ? {} : { rev }) };
}

export const close = (): unknown => (form.value = null);

type Ceiling = { readonly of: string } & ({ readonly known: CountCeilingResult } | { readonly because: string });

const ceiling = signal<Ceiling | null>(null);
const EVERY_MS = 3000;
let asked = { poll: 0, site: '' };

const nameOf = ({ poll, site }: { poll: number; site: string }): string => `${poll} ${site}`;

const follow = createFollower<Ceiling>({
  timers,
  everyMs: EVERY_MS,
  took: (answer) => (ceiling.value = answer),
  async ask() {
    const of = nameOf(asked);
    try {
      return { of, known: await relay.ask('count.ceiling', asked) };
    } catch (reason) {
      if (reason instanceof Refused && reason.data.field) return { of, because: reason.data.field };
      throw reason;
    }
  },
});

/** How many may be counted, followed while the form is open: phones go on voting. */
function followed(poll: number, site: string): Ceiling | null {
  asked = { poll, site };
  if (linked.value) follow(`${nameOf(asked)} ${Math.floor(now.value / EVERY_MS)}`);
  return ceiling.value?.of === nameOf(asked) ? ceiling.value : null;
}

function read(event: Event, poll: PollRow): Figures | null {
  const data = new FormData(event.currentTarget as HTMLFormElement);
  const fields = Array.from({ length: figuresOf(poll) }, (_, place) => String(data.get(`figure-${place}`) ?? ''));
  return figuresOfForm(poll, fields, String(data.get('total') ?? ''));
}

const noteOf = (event: Event): { note?: string } => {
  const note = String(new FormData(event.currentTarget as HTMLFormElement).get('note') ?? '').trim();
  return note ? { note } : {};
};

const Fields = ({ poll }: { poll: PollRow }): JSX.Element => (
  <div class="figures-in">
    {optionNames(poll).map((name, place) => (
      <label key={place}>
        <bdi>{name}</bdi>
        <input name={`figure-${place}`} inputMode="numeric" pattern="[0-9]{0,6}" maxLength={6} autocomplete="off" />
      </label>
    ))}
    {poll.pollType === 'multiple' && (
      <label>
        {cn().people}
        <input name="total" inputMode="numeric" pattern="[0-9]{0,6}" maxLength={6} autocomplete="off" required />
      </label>
    )}
  </div>
);

function Sum({ most }: { most: number }): JSX.Element {
  const sum = typed.value ? peopleIn(typed.value) : 0;
  return (
    <p role="status" class={sum > most ? 'bad' : ''} data-sum={sum} data-ceiling={most}>
      {sum > most ? cn().tooMany(number(sum), number(most)) : cn().sum(number(sum), number(most))}
    </p>
  );
}

const Cancel = (): JSX.Element => (
  <button type="button" data-action="cancel" onClick={close}>
    {s().cancel}
  </button>
);

const Note = (): JSX.Element => (
  <label>
    {cn().note}
    <input name="note" maxLength={TEXT_GRAPHEMES} autocomplete="off" />
  </label>
);

/** Paper is counted after the end: zeros before it make the poll wait. */
function Hold({ poll, site }: { poll: PollRow; site: string }): JSX.Element {
  const hold = (): void => {
    const tally = Array.from({ length: figuresOf(poll) }, () => 0);
    tell('count.enter', relay.submitNow('count.enter', { poll: poll.id, site, tally, note: cn().holdNote, ...(poll.pollType === 'multiple' ? { total: 0 } : {}) }));
    close();
  };
  return (
    <p>
      <small>{cn().holdHow}</small>
      <button type="button" data-action="count.hold" disabled={!linked.value} onClick={hold}>
        {cn().hold}
      </button>
    </p>
  );
}

export function EnterForm({ poll, site, count }: { poll: PollRow; site: string; count: CountRow | undefined }): JSX.Element {
  const answer = followed(poll.id, site);
  const known = answer && 'known' in answer ? answer.known : null;
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    const figures = read(event, poll);
    if (!figures || !form.value) return;
    const { rev } = form.value;
    tell('count.enter', relay.submitNow('count.enter', { poll: poll.id, site, ...figures, ...noteOf(event), ...(rev ? { rev } : {}) }));
    close();
  };
  if (answer && 'because' in answer) return <p class="clarify">{cn().impossible[answer.because] ?? cn().errors.wrong_state}</p>;
  return (
    <form class="stack count-form" data-form="count.enter" onSubmit={send} onInput={(event) => (typed.value = read(event, poll))}>
      <p>{known ? cn().ceiling(number(known.ceiling), number(known.electorate), number(known.ballots)) : cn().ceilingAsked}</p>
      <Fields poll={poll} />
      {known && <Sum most={known.ceiling} />}
      <Note />
      <small>{linked.value ? cn().second : cn().offline}</small>
      <p class="row">
        <button class="main" data-action="count.enter" disabled={!linked.value || !typed.value || (known !== null && peopleIn(typed.value) > known.ceiling)}>
          {cn().enter}
        </button>
        <Cancel />
      </p>
      {!count && <Hold poll={poll} site={site} />}
    </form>
  );
}

export function ConfirmForm({ poll, count }: { poll: PollRow; count: CountRow }): JSX.Element {
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    const figures = read(event, poll);
    if (!figures || !form.value) return;
    tell('count.confirm', relay.submitNow('count.confirm', { poll: poll.id, site: count.site, rev: form.value.rev ?? count.rev, ...figures }));
    close();
  };
  return (
    <form class="stack count-form" data-form="count.confirm" onSubmit={send} onInput={(event) => (typed.value = read(event, poll))}>
      <small>{cn().confirmHow}</small>
      <Fields poll={poll} />
      <Sum most={count.ceiling} />
      <p class="row">
        <button class="main" data-action="count.confirm" disabled={!linked.value || !typed.value}>
          {cn().confirm}
        </button>
        <Cancel />
      </p>
    </form>
  );
}

export function WithdrawForm({ count }: { count: CountRow }): JSX.Element {
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    const { note } = noteOf(event);
    if (!note || !form.value) return;
    tell('count.withdraw', relay.submitNow('count.withdraw', { poll: count.poll, site: count.site, note, rev: form.value.rev ?? count.rev }));
    close();
  };
  return (
    <form class="stack" data-form="count.withdraw" onSubmit={send}>
      <label>
        {cn().withdrawWhy}
        <input name="note" required maxLength={TEXT_GRAPHEMES} autocomplete="off" />
      </label>
      <p class="row">
        <button class="main" data-action="count.withdraw" disabled={!linked.value}>
          {cn().withdraw}
        </button>
        <Cancel />
      </p>
    </form>
  );
}
