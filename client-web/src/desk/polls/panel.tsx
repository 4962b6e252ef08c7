import { effect } from '@preact/signals';
import type { JSX } from 'preact';
import { panelOrder } from '../../core/polls.ts';
import { p } from '../../i18n/polls.ts';
import { s } from '../../i18n/staff.ts';
import { all, me } from '../../ui/hub.ts';
import { sayNow } from '../../ui/say.ts';
import { Panel } from '../../ui/staff.tsx';
import { PollCard } from './card.tsx';
import { DraftForm } from './draft_form.tsx';
import './polls.css';

export function PollPanel(): JSX.Element {
  const polls = all('poll');
  const { shown, earlier } = panelOrder(polls);
  return (
    <Panel name="polls" title={s().polls} count={polls.length}>
      <DraftForm />
      {polls.length === 0 && <p class="empty">{s().noPolls}</p>}
      <ul class="plain">
        {shown.map((poll) => (
          <PollCard key={poll.id} poll={poll} />
        ))}
      </ul>
      {earlier.length > 0 && (
        <details data-list="earlier">
          <summary>{p().earlier(earlier.length)}</summary>
          <ul class="plain">
            {earlier.map((poll) => (
              <PollCard key={poll.id} poll={poll} />
            ))}
          </ul>
        </details>
      )}
    </Panel>
  );
}

let said = '';

// Two minutes are short for somebody who looks elsewhere.
effect(() => {
  const waiting = all('poll').find((poll) => poll.proposed && poll.proposedBy !== me.value?.id);
  const words = waiting?.proposed ? p().proposedBy(waiting.proposedBy ?? '', p().proposed[waiting.proposed]) : '';
  if (words !== said) sayNow(words);
  said = words;
});
