import type { JSX } from 'preact';
import { s } from '../../i18n/staff.ts';
import { Panel } from '../../ui/staff.tsx';
import { inState, moderates, newestFirst, oldestFirst } from './desk.ts';
import { List } from './question.tsx';

type States = Parameters<typeof inState>;

function Folded({ name, title, states }: { name: string; title: string; states: States }): JSX.Element | null {
  const rows = inState(...states).sort(newestFirst);
  if (rows.length === 0) return null;
  return (
    <details data-list={name}>
      <summary>
        {title} ({rows.length})
      </summary>
      <List name={name} rows={rows} empty="–" chip={states.length > 1} />
    </details>
  );
}

export function PendingPanel(): JSX.Element {
  const rows = inState('pending').sort(oldestFirst);
  return (
    <Panel name="pending" title={s().pending} count={rows.length}>
      <List name="pending" rows={rows} empty={s().nonePending} />
      <Folded name="returned" title={s().returned} states={['returned']} />
    </Panel>
  );
}

export const AskingPanel = (): JSX.Element => (
  <Panel name="asking" title={s().onStage}>
    <List name="asking" rows={inState('asking')} empty={s().noneAsking} />
    <Folded name="done" title={s().done} states={['answered']} />
    {/* The chair is not shown what was not let through. */}
    {moderates() && <Folded name="merged" title={s().merged} states={['merged']} />}
    {moderates() && <Folded name="rejected" title={s().rejected} states={['rejected', 'withdrawn']} />}
  </Panel>
);
