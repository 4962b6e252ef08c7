// Near-duplicates of the question whose details are open, and what to do with them.
import { effect, signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { Match, QuestionRow } from '../../core/types.gen.ts';
import { q } from '../../i18n/question.ts';
import { s } from '../../i18n/staff.ts';
import { linked, one, relay } from '../../ui/hub.ts';
import { Chip } from '../../ui/parts.tsx';
import { siteName } from '../../ui/staff.tsx';
import { form, opened, reveal, seen } from './desk.ts';
import { isOpinion, Opinion } from './opinions.tsx';

const similar = signal<{ question: number; matches: readonly Match[] } | null>(null);
const SHOWN = 5;

effect(() => {
  const question = opened.value;
  if (question === null || !linked.value || one('question', question)?.state !== 'pending' || similar.peek()?.question === question) return;
  relay.ask('question.similar', { question }).then(
    ({ matches }) => {
      similar.value = { question, matches };
    },
    // Hints only: the next time the row is opened they are asked for again.
    () => undefined,
  );
});

effect(() => {
  if (opened.value !== similar.peek()?.question) similar.value = null;
});

function Hint({ question, match }: { question: QuestionRow; match: Match }): JSX.Element | null {
  const other = match.question && one('question', match.question);
  if (!other) return null;
  const fits = other.state === 'pending' || other.state === 'approved' || other.state === 'asking';
  return (
    <li data-similar={other.id} data-score={match.score}>
      <p class="row">
        <b>#{other.id}</b>
        <Chip state={other.state}>{q().states[other.state]}</Chip>
        <small>
          {s().score(match.score)} · {siteName(other.site)}
        </small>
      </p>
      <bdi>{other.text}</bdi>
      {fits && (
        <p>
          <button
            type="button"
            data-action="question.merge-open"
            disabled={!linked.value}
            onClick={() => (form.value = { ...seen(question), name: 'merge', into: other.id })}
          >
            {s().mergeIntoThis(other.id)}
          </button>
        </p>
      )}
    </li>
  );
}

export function Similar({ question }: { question: QuestionRow }): JSX.Element | null {
  const known = similar.value;
  if (known?.question !== question.id) return null;
  return (
    <section class="similar" ref={reveal} aria-label={s().similar}>
      <h3>{s().similar}</h3>
      {known.matches.length === 0 && <p class="empty">{s().similarNone}</p>}
      <ul class="plain">
        {known.matches.slice(0, SHOWN).map((match) =>
          isOpinion(match) ? <Opinion key={`opinion ${match.opinion}`} match={match} scored /> : <Hint key={match.question} question={question} match={match} />,
        )}
      </ul>
    </section>
  );
}
