import type { JSX } from 'preact';
import { s } from '../../i18n/staff.ts';
import { all } from '../../ui/hub.ts';
import { Panel } from '../../ui/staff.tsx';
import { PollCard } from './card.tsx';
import { DraftForm } from './draft_form.tsx';
import './polls.css';

export function PollPanel(): JSX.Element {
  const polls = all('poll').sort((a, b) => b.id - a.id);
  return (
    <Panel name="polls" title={s().polls} count={polls.length}>
      <DraftForm />
      {polls.length === 0 && <p class="empty">{s().noPolls}</p>}
      <ul class="plain">
        {polls.map((poll) => (
          <PollCard key={poll.id} poll={poll} />
        ))}
      </ul>
    </Panel>
  );
}
