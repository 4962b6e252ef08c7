import type { JSX } from 'preact';
import type { AgendaItemRow, StageRow } from '../../core/types.gen.ts';
import { s } from '../../i18n/staff.ts';
import { all, linked, one, relay } from '../../ui/hub.ts';
import { Bi, Chip } from '../../ui/parts.tsx';
import { Panel, tell } from '../../ui/staff.tsx';
import { show, textsOf, TITLE_LENGTH } from '../fields.ts';

const PLAIN_VIEWS: readonly StageRow['view'][] = ['blank', 'agenda', 'speaker', 'join'];

function showMessage(event: SubmitEvent): void {
  event.preventDefault();
  show({ view: 'message', message: textsOf(event) });
}

function Showing(): JSX.Element | null {
  const stage = one('stage', 'main');
  if (!stage) return null;
  const question = stage.question === undefined ? undefined : one('question', stage.question);
  const poll = stage.poll === undefined ? undefined : one('poll', stage.poll);
  return (
    <p data-stage-view={stage.view} data-rev={stage.rev}>
      {s().showing}: <b>{s().views[stage.view]}</b>{' '}
      {question && (
        <bdi>
          #{question.id} {question.text}
        </bdi>
      )}
      {poll && <Bi text={poll.title} />}
      {stage.view === 'message' && stage.message && <Bi text={stage.message} />}
    </p>
  );
}

export const StagePanel = (): JSX.Element => (
  <Panel name="stage" title={s().stage}>
    <Showing />
    <p class="row">
      {PLAIN_VIEWS.map((view) => (
        <button
          key={view}
          type="button"
          data-action="stage.show"
          data-view={view}
          aria-pressed={one('stage', 'main')?.view === view}
          disabled={!linked.value}
          onClick={() => show({ view })}
        >
          {s().views[view]}
        </button>
      ))}
    </p>
    <details data-form="stage.message">
      <summary>{s().views.message}</summary>
      <form class="stack" onSubmit={showMessage}>
        <label>
          {s().message}
          <input id="message-vi" name="vi" required maxLength={TITLE_LENGTH} />
        </label>
        <label>
          {s().messageEn}
          <input id="message-en" name="en" maxLength={TITLE_LENGTH} />
        </label>
        <p>
          <button data-action="stage.show" data-view="message" disabled={!linked.value}>
            {s().show}
          </button>
        </p>
      </form>
    </details>
  </Panel>
);

function Item({ item }: { item: AgendaItemRow }): JSX.Element {
  const start = (): void => tell('agenda.start', relay.submitNow('agenda.start', { item: item.id, rev: item.rev }));
  return (
    <li class="row" data-item={item.id} data-state={item.state} data-rev={item.rev}>
      <span class="grow">
        <Bi text={item.title} />{' '}
        {item.state === 'planned' ? (
          <small>{s().itemKinds[item.itemKind]}</small>
        ) : (
          <Chip state={item.state}>{s().itemStates[item.state]}</Chip>
        )}
      </span>
      {item.state !== 'current' && (
        <button type="button" data-action="agenda.start" disabled={!linked.value} onClick={start}>
          {s().begin}
        </button>
      )}
    </li>
  );
}

export const AgendaPanel = (): JSX.Element => (
  <Panel name="agenda" title={s().agenda}>
    <ol class="plain">
      {all('agenda_item')
        .sort((a, b) => a.id - b.id)
        .map((item) => (
          <Item key={item.id} item={item} />
        ))}
    </ol>
  </Panel>
);
