// Opinions from the survey among what was found: they are no rows, their words come with the match.
import type { JSX } from 'preact';
import type { Match, QuestionRow } from '../../core/types.gen.ts';
import { o } from '../../i18n/opinions.ts';
import { s } from '../../i18n/staff.ts';
import { all, linked } from '../../ui/hub.ts';
import { siteName, topicName } from '../../ui/staff.tsx';
import { act, moderates } from './desk.ts';

export type OpinionMatch = Match & { readonly opinion: number };

export const isOpinion = (match: Match): match is OpinionMatch => match.opinion !== undefined;

/** A question was made of it since the search; rejected, it may be made again. */
const madeOf = (opinion: number): QuestionRow | undefined =>
  all('question').find((question) => question.opinion === opinion && question.state !== 'rejected');

function Fate({ opinion }: { opinion: number }): JSX.Element | null {
  const made = madeOf(opinion);
  if (made) return <p class="muted">{o().madeQuestion(made.id)}</p>;
  if (!moderates()) return null;
  return (
    <p>
      <button type="button" data-action="question.submit" disabled={!linked.value} onClick={() => act('question.submit', { opinion })}>
        {o().makeQuestion}
      </button>
    </p>
  );
}

export const Opinion = ({ match, scored }: { match: OpinionMatch; scored: boolean }): JSX.Element => (
  <li data-opinion={match.opinion} data-score={match.score}>
    <p>
      <b>{o().opinion(match.opinion)}</b>{' '}
      <small>
        {[scored && s().score(match.score), match.unit, siteName(match.site), topicName(match.topic)].filter(Boolean).map((words, place) => (
          <bdi key={place}>
            {place > 0 && ' · '}
            {words}
          </bdi>
        ))}
      </small>
    </p>
    <p>
      <bdi>{match.text}</bdi>
    </p>
    <Fate opinion={match.opinion} />
  </li>
);

export function OpinionsFound({ matches }: { matches: readonly OpinionMatch[] }): JSX.Element | null {
  if (matches.length === 0) return null;
  return (
    <section aria-label={o().opinions}>
      <h3>{o().opinions}</h3>
      <ul class="plain questions">
        {matches.map((match) => (
          <Opinion key={match.opinion} match={match} scored={false} />
        ))}
      </ul>
    </section>
  );
}
