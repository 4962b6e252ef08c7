// All that is known of one question and can be done with it: in a column of its own, or inside its row where there is none.
import type { JSX } from 'preact';
import type { QuestionRow } from '../../core/types.gen.ts';
import { mg } from '../../i18n/messages.ts';
import { q } from '../../i18n/question.ts';
import { tr } from '../../i18n/triage.ts';
import { dayAndTime } from '../../ui/day.ts';
import { one } from '../../ui/hub.ts';
import { accountName } from '../../ui/staff.tsx';
import { Acts, MoreActs } from './acts.tsx';
import { sending } from './board.ts';
import { claimedBy } from './claims.ts';
import { form, moderates, opened, reveal } from './desk.ts';
import type { OpenForm } from './desk.ts';
import { Form } from './forms.tsx';
import { LifeOf } from './history.tsx';
import { noteOf } from './later.ts';
import { Head } from './question.tsx';
import { backTo } from './rows.ts';
import { Similar } from './similar.tsx';
import { recent } from './undo.ts';

/** In these it may also have been edited: who acted last need not be who brought it there. */
const EDITED: readonly QuestionRow['state'][] = ['pending', 'approved', 'asking'];

function History({ question }: { question: QuestionRow }): JSX.Element {
  const { at, askedAt, answeredAt, actor, reason, note } = question;
  const decided = actor && (EDITED.includes(question.state) ? tr().lastBy(accountName(actor)) : tr().theyDid(accountName(actor), tr().did[question.state]));
  const words = [
    tr().received(dayAndTime(at)),
    decided,
    reason && q().reasons[reason],
    note,
    askedAt && tr().askedAt(dayAndTime(askedAt)),
    answeredAt && tr().answeredAt(dayAndTime(answeredAt)),
  ];
  return (
    <p class="muted">
      {tr().history}: <bdi>{words.filter(Boolean).join(' · ')}</bdi>
    </p>
  );
}

interface DetailsProps {
  readonly question: QuestionRow;
  readonly openForm: OpenForm | null;
  readonly undo: boolean;
}

export const Details = ({ question, openForm, undo }: DetailsProps): JSX.Element =>
  openForm ? (
    <Form key={`${question.id} ${openForm.name}`} question={question} open={openForm} />
  ) : (
    <div class="stack" data-details={question.id} ref={reveal}>
      {question.original && question.original !== question.text && (
        <p class="muted">
          {q().original}: <bdi>{question.original}</bdi>
        </p>
      )}
      <MoreActs question={question} undo={undo} />
      <History question={question} />
      {moderates() && <LifeOf question={question} />}
      {question.state === 'pending' && moderates() && <Similar question={question} />}
    </div>
  );

export function closeDetails(): void {
  const question = form.value?.question ?? opened.value;
  form.value = null;
  opened.value = null;
  if (question !== null && question !== undefined) backTo(question);
}

// It stands above what else is on that side and scrolls away with it: who opens one looks at it first.
const intoView = (panel: HTMLElement | null): void => panel?.scrollIntoView({ block: 'nearest' });

/** The column of details: of the question with an open form, else of the one that is opened. */
export function DetailPanel(): JSX.Element | null {
  const id = form.value?.question ?? opened.value;
  const question = id === null || id === undefined ? undefined : one('question', id);
  if (!question) return null;
  const openForm = form.value?.question === question.id ? form.value : null;
  const claim = claimedBy(question.id);
  const undo = recent.value.some((known) => known.question === question.id && known.rev === question.rev);
  return (
    <section key={question.id} ref={intoView} class="card panel detail" data-panel="detail" data-triage data-question={question.id} data-state={question.state} aria-label={tr().detail(question.id)}>
      <div class="split">
        <h2>{tr().detail(question.id)}</h2>
        <button type="button" class="quiet" data-action="details-close" onClick={closeDetails}>
          {tr().close}
        </button>
      </div>
      <p>
        <Head question={question} chip />
      </p>
      {claim && <p class="next">◉ {mg().looking(accountName(claim))}</p>}
      {openForm?.name !== 'edit' && (
        <p class="quote">
          <bdi>{question.text}</bdi>
        </p>
      )}
      {!openForm && <Acts question={question} open undo={undo} reached sending={sending.value.has(question.id)} note={noteOf(question.id)} inDetail />}
      <Details question={question} openForm={openForm} undo={undo} />
    </section>
  );
}

