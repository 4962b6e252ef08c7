// One question at the desk, and lists of them.
import { computed, signal } from '@preact/signals';
import { Component } from 'preact';
import type { JSX } from 'preact';
import { waitedMinutes } from '../../core/speakers.ts';
import type { Command, QuestionRow, QueueRow } from '../../core/types.gen.ts';
import { mg } from '../../i18n/messages.ts';
import { o } from '../../i18n/opinions.ts';
import { q } from '../../i18n/question.ts';
import { s } from '../../i18n/staff.ts';
import { tr } from '../../i18n/triage.ts';
import { dayAndTime } from '../../ui/day.ts';
import { me, now } from '../../ui/hub.ts';
import { number } from '../../ui/language.ts';
import { Chip } from '../../ui/parts.tsx';
import { accountName, memo, personName, siteName, topicName } from '../../ui/staff.tsx';
import { Acts } from './acts.tsx';
import { mark, marks, sending } from './board.ts';
import { claimedBy } from './claims.ts';
import { form, moderates, opened } from './desk.ts';
import type { OpenForm } from './desk.ts';
import { Details } from './details.tsx';
import { noteOf } from './later.ts';
import { Place } from './place.tsx';
import type { Why } from './place.tsx';
import { current, entered, keepFocus, left, wide } from './rows.ts';
import { recent } from './undo.ts';

// More rows than a screen holds cost time at each change; the rest is one press away.
const PAGE = 60;

const shown = signal<Readonly<Record<string, number>>>({});

interface RowProps {
  readonly question: QuestionRow;
  /** Of the focus: one row of the list can be reached by the tab key. */
  readonly current: boolean;
  /** It has left the list and keeps its place until the list is refreshed. */
  readonly gone: boolean;
  readonly marked: boolean;
  readonly open: boolean;
  readonly openForm: OpenForm | null;
  /** One's own act on it is only seconds old. */
  readonly undo: boolean;
  /** One's own act on it is not yet answered. */
  readonly sending: Command | undefined;
  /** What is on its way, and what became of a key; empty mostly. */
  readonly note: string;
  /** The chip of the state, where the list does not say it already. */
  readonly chip: boolean;
  /** Among those of the list that can be seen, from 1. */
  readonly at: number;
  readonly size: number;
  readonly place: number;
  readonly why: Why | undefined;
  /** In the list of those in order only. */
  readonly queue: QueueRow | undefined;
  /** Who else has it open. */
  readonly claim: string | undefined;
  /** The one before it that says nearly the same. */
  readonly near: number | undefined;
  /** Details stand in their row, where there is no column for them. */
  readonly inside: boolean;
}

const asker = (question: QuestionRow): string => (question.anonymous ? q().anonymous : personName(question));

const isMergeable = ({ state }: QuestionRow): boolean => state === 'pending' || state === 'approved';

const Mark = ({ question, marked, reached }: { question: QuestionRow; marked: boolean; reached: boolean }): JSX.Element => (
  <label class="mark">
    <input type="checkbox" data-action="mark" tabIndex={reached ? 0 : -1} checked={marked} aria-label={tr().markNumber(question.id)} onChange={() => mark(question.id)} />
  </label>
);

const MINUTE_MS = 60_000;
// All rows tell the next minute at once, and none of them oftener.
const minute = computed(() => Math.floor(now.value / MINUTE_MS));

function Waits({ question }: { question: QuestionRow }): JSX.Element {
  const minutes = waitedMinutes(question, minute.value * MINUTE_MS);
  return (
    <small class="waits" data-waits={minutes}>
      <span aria-hidden="true">· {minutes < 100 ? `${minutes}′` : `${Math.floor(minutes / 60)} h`}</span>
      <span class="unseen">{tr().waits(number(minutes))}</span>
    </small>
  );
}

const Near = ({ question }: { question: number }): JSX.Element => (
  <small class="tag" data-near={question}>
    <span aria-hidden="true">≈ #{question}</span>
    <span class="unseen">{tr().near(question)}</span>
  </small>
);

// Drawn again only when the question is another: a row is more often, as others come into the list or leave it.
export const Head = memo(({ question, chip, waits = question.state === 'pending' }: { question: QuestionRow; chip: boolean; waits?: boolean }): JSX.Element => (
  <>
    <b>#{question.id}</b> {chip && <Chip state={question.state}>{q().states[question.state]}</Chip>}{' '}
    <small>
      {[dayAndTime(question.at), siteName(question.site), asker(question), topicName(question.topic)].filter(Boolean).map((words, place) => (
        <bdi key={place}>
          {place > 0 && ' · '}
          {words}
        </bdi>
      ))}
    </small>{' '}
    {waits && <Waits question={question} />}{' '}
    {question.origin && <small class="tag">{o().origins[question.origin]}</small>}{' '}
    {question.askers && <small class="tag">{q().askers(number(question.askers))}</small>}{' '}
    {question.meToo && (
      <small class="tag" data-me-too={question.meToo}>
        {q().meToo(number(question.meToo))}
      </small>
    )}
  </>
));

// Who did it is news only where it was somebody else.
function Fate({ question }: { question: QuestionRow }): JSX.Element | null {
  const { into, reason, note, actor, answerer } = question;
  const other = actor && actor !== me.value?.id && s().decidedBy(accountName(actor));
  const words = [reason && q().reasons[reason], note, into && q().into(into), answerer && q().answerer(answerer), other];
  const said = words.filter(Boolean);
  return said.length === 0 ? null : (
    <p class="muted">
      {said.map((word, place) => (
        <bdi key={place}>
          {place > 0 && ' · '}
          {word}
        </bdi>
      ))}
    </p>
  );
}

/** Who took it out of the list, and how. */
function went({ state, actor }: QuestionRow): string {
  const what = tr().did[state];
  if (!actor) return tr().wentAway(what);
  return actor === me.value?.id ? tr().youDid(what) : tr().theyDid(accountName(actor), what);
}

// As high as it was, whatever its head says no more.
const Gone = ({ question, at, size, near }: RowProps): JSX.Element => (
  <li class="cornered gone" data-row={question.id} data-gone={question.id} data-state={question.state} tabIndex={-1} aria-posinset={at} aria-setsize={size}>
    <p>
      {moderates() && <span class="mark" />}
      <Head question={question} chip={false} waits /> {near !== undefined && <Near question={near} />}
    </p>
    <p class="text">
      <bdi>{question.text}</bdi>
    </p>
    <p class="row went">
      <b>✓ {went(question)}</b>
    </p>
  </li>
);

const Question = memo((props: RowProps): JSX.Element => {
  const { question, open, openForm, undo, chip, place, why, queue, claim, marked, inside, at, size } = props;
  if (props.gone) return <Gone {...props} />;
  return (
    <li
      class="cornered"
      data-row={question.id}
      data-question={question.id}
      data-state={question.state}
      data-rev={question.rev}
      data-marked={marked || undefined}
      data-sending={props.sending}
      tabIndex={props.current ? 0 : -1}
      aria-current={open || openForm !== null || undefined}
      aria-posinset={at}
      aria-setsize={size}
    >
      <p>
        {moderates() && isMergeable(question) && <Mark question={question} marked={marked} reached={props.current} />}
        <Head question={question} chip={chip} /> {props.near !== undefined && <Near question={props.near} />}
      </p>
      <p class="text">
        <bdi>{question.text}</bdi>
      </p>
      <Fate question={question} />
      {queue && <Place question={question.id} queue={queue} place={place} size={size} why={why} reached={props.current} />}
      <Acts question={question} open={open} undo={undo} reached={props.current} sending={props.sending !== undefined} note={props.note} />
      {claim && (
        <p class="next claim" data-claim={claim}>
          ◉ {mg().looking(accountName(claim))}
        </p>
      )}
      {inside && (open || openForm) && <Details question={question} openForm={openForm} undo={undo} />}
    </li>
  );
});

interface Order {
  /** By number of the question, from 0. */
  readonly places: ReadonlyMap<number, number>;
  readonly reasons: ReadonlyMap<number, Why>;
  readonly queue: QueueRow | undefined;
}

interface ListProps {
  readonly name: string;
  /** At least as many as are shown. */
  readonly rows: readonly QuestionRow[];
  /** Of the whole list, where not all rows are given. */
  readonly size?: number;
  readonly empty: string;
  readonly chip?: boolean;
  readonly order?: Order;
  readonly near?: (question: number) => number | undefined;
  /** The list is of these states; a row in another one has gone. */
  readonly only?: QuestionRow['state'];
  readonly onScrolled?: (scrolled: boolean) => void;
  /** The list is no longer on the page. */
  readonly onEnd?: () => void;
}

/** So many rows of a list are shown. */
export const limitOf = (name: string): number => shown.value[name] ?? PAGE;

/** So many more of a list as a page holds. */
export const showMore = (name: string): void => {
  shown.value = { ...shown.value, [name]: limitOf(name) + PAGE };
};

export class List extends Component<ListProps> {
  override componentDidUpdate(): void {
    keepFocus(this.props.name);
  }

  override componentWillUnmount(): void {
    this.props.onEnd?.();
  }

  readonly #entered = (event: FocusEvent): void => {
    entered(this.props.name, event.target);
  };

  readonly #left = (event: FocusEvent): void => {
    if (event.relatedTarget instanceof Node && (event.currentTarget as Element).contains(event.relatedTarget)) return;
    left(this.props.name);
  };

  override render({ name, rows, size = rows.length, empty, chip = false, order, near, only, onScrolled }: ListProps): JSX.Element {
    const limit = limitOf(name);
    const marked = marks.value;
    const under = sending.value;
    const acts = recent.value;
    const openForm = form.value;
    const inside = !wide.value;
    if (rows.length === 0) return <p class="empty">{empty}</p>;
    const seen = rows.slice(0, limit);
    const isThere = (question: QuestionRow): boolean => only === undefined || question.state === only;
    const chosen = seen.find((question) => question.id === current.value[name] && isThere(question)) ?? seen.find(isThere);
    return (
      <>
        <ul
          class="plain questions"
          role="list"
          data-triage
          data-rows={name}
          onFocusIn={this.#entered}
          onFocusOut={this.#left}
          onScroll={onScrolled && ((event) => onScrolled(event.currentTarget.scrollTop > 0))}
        >
          {seen.map((question, index) => (
            <Question
              key={question.id}
              question={question}
              current={question === chosen}
              gone={!isThere(question)}
              marked={marked.has(question.id)}
              open={opened.value === question.id}
              openForm={openForm?.question === question.id ? openForm : null}
              undo={acts.some((known) => known.question === question.id && known.rev === question.rev)}
              sending={under.get(question.id)}
              note={noteOf(question.id)}
              chip={chip}
              at={index + 1}
              size={size}
              place={(order?.places.get(question.id) ?? -1) + 1}
              why={order?.reasons.get(question.id)}
              queue={order?.queue}
              claim={claimedBy(question.id)}
              near={near?.(question.id)}
              inside={inside}
            />
          ))}
        </ul>
        {size > limit && (
          <button type="button" data-action="more" onClick={() => showMore(name)}>
            {s().more(size - limit)}
          </button>
        )}
      </>
    );
  }
}
