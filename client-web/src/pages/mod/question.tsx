// One question at the desk, and lists of them.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { QuestionRow, QueueRow } from '../../core/types.gen.ts';
import { mg } from '../../i18n/messages.ts';
import { o } from '../../i18n/opinions.ts';
import { q } from '../../i18n/question.ts';
import { s } from '../../i18n/staff.ts';
import { me } from '../../ui/hub.ts';
import { hourAndMinute, number } from '../../ui/language.ts';
import { Chip } from '../../ui/parts.tsx';
import { memo, personName, siteName, topicName } from '../../ui/staff.tsx';
import { Acts, MoreActs } from './acts.tsx';
import { claimedBy } from './claims.ts';
import { form, moderates, opened, reveal } from './desk.ts';
import type { OpenForm } from './desk.ts';
import { Form } from './forms.tsx';
import { Place } from './place.tsx';
import type { Why } from './place.tsx';
import { Similar } from './similar.tsx';
import { recent } from './undo.ts';

// More rows than a screen holds cost time at each change; the rest is one press away.
const PAGE = 60;

const shown = signal<Readonly<Record<string, number>>>({});

interface RowProps {
  readonly question: QuestionRow;
  readonly open: boolean;
  readonly openForm: OpenForm | null;
  /** One's own act on it is only seconds old. */
  readonly undo: boolean;
  /** The chip of the state, where the list does not say it already. */
  readonly chip: boolean;
  readonly place: number;
  readonly why: Why | undefined;
  /** In the list of those in order only. */
  readonly queue: QueueRow | undefined;
  /** Who else has it open. */
  readonly claim: string | undefined;
}

const asker = (question: QuestionRow): string => (question.anonymous ? q().anonymous : personName(question));

const Head = ({ question, chip }: { question: QuestionRow; chip: boolean }): JSX.Element => (
  <p>
    <b>#{question.id}</b> {chip && <Chip state={question.state}>{q().states[question.state]}</Chip>}{' '}
    <small>
      {[hourAndMinute(question.at), siteName(question.site), asker(question), topicName(question.topic)].filter(Boolean).map((words, place) => (
        <bdi key={place}>
          {place > 0 && ' · '}
          {words}
        </bdi>
      ))}
    </small>{' '}
    {question.origin && <small class="tag">{o().origins[question.origin]}</small>}{' '}
    {question.askers && <small class="tag">{q().askers(number(question.askers))}</small>}{' '}
    {question.meToo && (
      <small class="tag" data-me-too={question.meToo}>
        {q().meToo(number(question.meToo))}
      </small>
    )}
  </p>
);

// Who did it is news only where it was somebody else.
function Fate({ question }: { question: QuestionRow }): JSX.Element | null {
  const { into, reason, note, actor, answerer } = question;
  const other = actor && actor !== me.value?.id && s().decidedBy(actor);
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

const Question = memo(({ question, open, openForm, undo, chip, place, why, queue, claim }: RowProps): JSX.Element => (
  <li data-question={question.id} data-state={question.state} data-rev={question.rev}>
    <Head question={question} chip={chip} />
    {claim && (
      <p class="next" data-claim={claim}>
        👁 {mg().looking(claim)}
      </p>
    )}
    <p>
      <bdi>{question.text}</bdi>
    </p>
    <Fate question={question} />
    {queue && <Place question={question.id} queue={queue} place={place} why={why} />}
    <Acts question={question} open={open} undo={undo} />
    {openForm && <Form key={openForm.name} question={question} open={openForm} />}
    {open && !openForm && (
      <div class="stack" data-details={question.id} ref={reveal}>
        {question.original && question.original !== question.text && (
          <p class="muted">
            {q().original}: <bdi>{question.original}</bdi>
          </p>
        )}
        <MoreActs question={question} undo={undo} />
        {question.state === 'pending' && moderates() && <Similar question={question} />}
      </div>
    )}
  </li>
));

interface Order {
  /** By number of the question, from 0. */
  readonly places: ReadonlyMap<number, number>;
  readonly reasons: ReadonlyMap<number, Why>;
  readonly queue: QueueRow | undefined;
}

interface ListProps {
  readonly name: string;
  readonly rows: readonly QuestionRow[];
  readonly empty: string;
  readonly chip?: boolean;
  readonly order?: Order;
}

export function List({ name, rows, empty, chip = false, order }: ListProps): JSX.Element {
  const limit = shown.value[name] ?? PAGE;
  if (rows.length === 0) return <p class="empty">{empty}</p>;
  return (
    <>
      <ul class="plain questions">
        {rows.slice(0, limit).map((question) => (
          <Question
            key={question.id}
            question={question}
            open={opened.value === question.id}
            openForm={form.value?.question === question.id ? form.value : null}
            undo={recent.value.some((known) => known.question === question.id && known.rev === question.rev)}
            chip={chip}
            place={(order?.places.get(question.id) ?? -1) + 1}
            why={order?.reasons.get(question.id)}
            queue={order?.queue}
            claim={claimedBy(question.id)}
          />
        ))}
      </ul>
      {rows.length > limit && (
        <button type="button" data-action="more" onClick={() => (shown.value = { ...shown.value, [name]: limit + PAGE })}>
          {s().more(rows.length - limit)}
        </button>
      )}
    </>
  );
}
