// Are questions taken? For the whole conference and for each topic.
import type { JSX } from 'preact';
import type { ConferenceRow, TopicRow } from '../../core/types.gen.ts';
import { q } from '../../i18n/question.ts';
import { s } from '../../i18n/staff.ts';
import { all, linked, one } from '../../ui/hub.ts';
import { Bi } from '../../ui/parts.tsx';
import { act } from './desk.ts';

const INTAKES: readonly ConferenceRow['intake'][] = ['open', 'paused', 'closed'];

function Choice({ row }: { row: ConferenceRow | TopicRow }): JSX.Element {
  const topic = row.kind === 'topic' ? { topic: row.id } : {};
  return (
    <li class="row" data-intake-of={row.id} data-intake={row.intake}>
      <span class="grow">{row.kind === 'topic' ? <Bi text={row.name} /> : <b>{s().whole}</b>}</span>
      <span class="row" role="group">
        {INTAKES.map((intake) => (
          <button
            key={intake}
            type="button"
            class="choice"
            data-action="intake.set"
            data-value={intake}
            aria-pressed={row.intake === intake}
            disabled={!linked.value}
            onClick={() => row.intake !== intake && act('intake.set', { intake, rev: row.rev, ...topic })}
          >
            {q().intakes[intake]}
          </button>
        ))}
      </span>
    </li>
  );
}

export function Intake(): JSX.Element | null {
  const conference = one('conference', 'conference');
  if (!conference) return null;
  const shut = all('topic').filter((topic) => topic.intake !== 'open').length;
  return (
    <details class="intake" data-panel="intake" data-intake={conference.intake}>
      <summary>
        {s().intake}: <b>{q().intakes[conference.intake]}</b>
        {conference.intake === 'open' && shut > 0 && ` (${s().topicsShut(shut)})`}
      </summary>
      <ul class="plain">
        <Choice row={conference} />
        {all('topic').map((topic) => (
          <Choice key={topic.id} row={topic} />
        ))}
      </ul>
    </details>
  );
}
