// The approved questions in the order in which they would be asked, each place with its reason.
import type { JSX } from 'preact';
import { inQueueOrder } from '../../core/queue.ts';
import { s } from '../../i18n/staff.ts';
import { places } from '../../desk/questions/order.ts';
import { one } from '../../ui/hub.ts';
import { Panel } from '../../ui/staff.tsx';
import { fitting } from './board.ts';
import { inState } from './desk.ts';
import { List } from './question.tsx';
import { emptyWords } from './questions.tsx';

export function ApprovedPanel(): JSX.Element {
  const order = new Map(places.value.map(({ question }, index) => [question, index]));
  const rows = inQueueOrder(fitting(inState('approved')), order);
  const reasons = new Map(places.value.map(({ question, why }) => [question, why]));
  return (
    <Panel name="approved" title={s().approved} count={rows.length}>
      <List name="approved" rows={rows} empty={emptyWords(s().noneApproved)} order={{ places: order, reasons, queue: one('queue', 'queue') }} />
    </Panel>
  );
}
