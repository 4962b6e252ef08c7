import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { AgendaItemRow, AgendaSessionRow, TopicRow } from '../../core/types.gen.ts';
import { cleared, NAME_GRAPHEMES } from '../../core/roster.ts';
import { s } from '../../i18n/staff.ts';
import { all, one } from '../../ui/hub.ts';
import { pick } from '../../ui/language.ts';
import { Bi } from '../../ui/parts.tsx';
import { ActForm, Field, IdField, maybe, textsIn, TextsFields, word } from './form.tsx';
import { Heading } from './sections.tsx';
import { m } from './words.ts';

type Kind = 'item' | 'session' | 'topic';

/** The row as it was when its form was opened; none: a new one of that kind. */
const form = signal<{ kind: 'item'; row?: AgendaItemRow } | { kind: 'session'; row?: AgendaSessionRow } | { kind: 'topic'; row?: TopicRow } | null>(null);
const close = (): unknown => (form.value = null);

const ITEM_KINDS: readonly AgendaItemRow['itemKind'][] = ['talk', 'paper', 'dialogue', 'vote', 'commendation', 'break'];
const MINUTES_MOST = 24 * 60;

const secondsIn = (fields: FormData): { seconds?: number } => {
  const minutes = word(fields, 'minutes');
  return minutes === '' ? {} : { seconds: Math.round(60 * Number(minutes)) };
};

const clearedIn = (fields: FormData, row: AgendaItemRow): { clear?: ('presenter' | 'seconds')[] } => {
  const blank = [...(word(fields, 'presenter') === '' ? (['presenter'] as const) : []), ...(word(fields, 'minutes') === '' ? (['seconds'] as const) : [])];
  const clear = cleared(row, blank);
  return clear ? { clear } : {};
};

const minutesOf = (seconds: number | undefined): string => (seconds === undefined ? '' : String(Math.round(seconds / 6) / 10));

const MoreOfItem = ({ row }: { row?: AgendaItemRow | undefined }): JSX.Element => (
  <>
    <Field label={m().fields.presenter}>
      <input name="presenter" maxLength={NAME_GRAPHEMES} defaultValue={row?.presenter ?? ''} />
    </Field>
    <Field label={m().minutes}>
      <input name="minutes" type="number" min={1} max={MINUTES_MOST} step="any" defaultValue={minutesOf(row?.seconds)} />
    </Field>
  </>
);

function ItemForm({ row }: { row?: AgendaItemRow | undefined }): JSX.Element {
  if (row) {
    return (
      <ActForm
        method="agenda.item_change"
        label={m().save}
        wish={(fields) => ({ item: row.id, rev: row.rev, title: textsIn(fields), ...maybe(fields, 'presenter'), ...secondsIn(fields), ...clearedIn(fields, row) })}
        done={close}
        cancel={close}
      >
        <h3>
          {m().change}: <Bi text={row.title} />
        </h3>
        <TextsFields texts={row.title} vi={m().titleVi} en={m().titleEn} />
        <MoreOfItem row={row} />
      </ActForm>
    );
  }
  return (
    <ActForm
      method="agenda.item_add"
      label={m().add}
      wish={(fields) => ({
        title: textsIn(fields),
        itemKind: word(fields, 'itemKind') as AgendaItemRow['itemKind'],
        ...maybe(fields, 'session'),
        ...maybe(fields, 'presenter'),
        ...secondsIn(fields),
      })}
      done={close}
      cancel={close}
    >
      <h3>{m().newItem}</h3>
      <TextsFields vi={m().titleVi} en={m().titleEn} />
      <Field label={m().fields.itemKind}>
        <select name="itemKind">
          {ITEM_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {s().itemKinds[kind]}
            </option>
          ))}
        </select>
      </Field>
      {all('agenda_session').length > 0 && (
        <Field label={m().fields.session}>
          <select name="session">
            <option value="">{m().noSession}</option>
            {all('agenda_session').map((session) => (
              <option key={session.id} value={session.id}>
                {pick(session.title)}
              </option>
            ))}
          </select>
        </Field>
      )}
      <MoreOfItem />
    </ActForm>
  );
}

function SessionForm({ row }: { row?: AgendaSessionRow | undefined }): JSX.Element {
  const title = (
    <>
      <h3>{row ? `${m().change}: ${row.id}` : m().newSession}</h3>
      {!row && <IdField name="session" label={m().fields.session} />}
      <TextsFields texts={row?.title} vi={m().titleVi} en={m().titleEn} />
    </>
  );
  return row ? (
    <ActForm method="agenda.session_change" label={m().save} wish={(fields) => ({ session: row.id, rev: row.rev, title: textsIn(fields) })} done={close} cancel={close}>
      {title}
    </ActForm>
  ) : (
    <ActForm method="agenda.session_add" label={m().add} wish={(fields) => ({ session: word(fields, 'session'), title: textsIn(fields) })} done={close} cancel={close}>
      {title}
    </ActForm>
  );
}

function TopicForm({ row }: { row?: TopicRow | undefined }): JSX.Element {
  const title = (
    <>
      <h3>{row ? `${m().change}: ${row.id}` : m().newTopic}</h3>
      {!row && <IdField name="topic" label={m().fields.topic} />}
      <TextsFields texts={row?.name} vi={m().nameVi} en={m().nameEn} />
    </>
  );
  return row ? (
    <ActForm method="topic.change" label={m().save} wish={(fields) => ({ topic: row.id, rev: row.rev, name: textsIn(fields) })} done={close} cancel={close}>
      {title}
    </ActForm>
  ) : (
    <ActForm method="topic.add" label={m().add} wish={(fields) => ({ topic: word(fields, 'topic'), name: textsIn(fields) })} done={close} cancel={close}>
      {title}
    </ActForm>
  );
}

/** Stands under the heading of its own kind. */
function OpenForm({ kind }: { kind: Kind }): JSX.Element | null {
  const open = form.value;
  if (open?.kind !== kind) return null;
  const key = String(open.row?.id ?? 'new');
  return (
    <div class="card">
      {open.kind === 'item' ? <ItemForm key={key} row={open.row} /> : open.kind === 'session' ? <SessionForm key={key} row={open.row} /> : <TopicForm key={key} row={open.row} />}
    </div>
  );
}

const Change = ({ what, method, open }: { what: string; method: string; open: () => void }): JSX.Element => (
  <button type="button" data-action={`${method}-open`} aria-label={`${m().changeDots} ${what}`} onClick={open}>
    {m().changeDots}
  </button>
);

const Item = ({ row }: { row: AgendaItemRow }): JSX.Element => {
  const session = row.session === undefined ? undefined : one('agenda_session', row.session);
  const facts = [s().itemKinds[row.itemKind], s().itemStates[row.state], session && pick(session.title), row.presenter, row.seconds && m().minutesLong(minutesOf(row.seconds))];
  return (
    <li class="row" data-item={row.id} data-state={row.state} data-rev={row.rev}>
      <span class="grow">
        <Bi text={row.title} /> <small>{facts.filter(Boolean).join(' · ')}</small>
      </span>
      <Change what={pick(row.title)} method="agenda.item_change" open={() => (form.value = { kind: 'item', row })} />
    </li>
  );
};

export function AgendaSection(): JSX.Element {
  const items = all('agenda_item').sort((a, b) => a.id - b.id);
  const sessions = all('agenda_session').sort((a, b) => a.number - b.number);
  const topics = all('topic');
  return (
    <>
      <Heading name="agenda" />
      <section class="panel card" data-panel="items">
        <div class="split">
          <h3>
            {m().items} <span class="count">({items.length})</span>
          </h3>
          <button type="button" class="main" data-action="agenda.item_add-open" onClick={() => (form.value = { kind: 'item' })}>
            {m().newItem}
          </button>
        </div>
        <OpenForm kind="item" />
        {items.length === 0 && <p class="empty">{m().noItems}</p>}
        <ol class="plain">
          {items.map((row) => (
            <Item key={row.id} row={row} />
          ))}
        </ol>
      </section>
      <section class="panel card" data-panel="sessions">
        <div class="split">
          <h3>
            {m().agendaSessions} <span class="count">({sessions.length})</span>
          </h3>
          <button type="button" data-action="agenda.session_add-open" onClick={() => (form.value = { kind: 'session' })}>
            {m().newSession}
          </button>
        </div>
        <OpenForm kind="session" />
        {sessions.length === 0 && <p class="empty">{m().noSessions}</p>}
        <ol class="plain">
          {sessions.map((row) => (
            <li key={row.id} class="row" data-agenda-session={row.id}>
              <span class="grow">
                {row.number}. <Bi text={row.title} /> <small>{row.id}</small>
              </span>
              <Change what={pick(row.title)} method="agenda.session_change" open={() => (form.value = { kind: 'session', row })} />
            </li>
          ))}
        </ol>
      </section>
      <section class="panel card" data-panel="topics">
        <div class="split">
          <h3>
            {m().topics} <span class="count">({topics.length})</span>
          </h3>
          <button type="button" data-action="topic.add-open" onClick={() => (form.value = { kind: 'topic' })}>
            {m().newTopic}
          </button>
        </div>
        <OpenForm kind="topic" />
        {topics.length === 0 && <p class="empty">{m().noTopics}</p>}
        <ul class="plain">
          {topics.map((row) => (
            <li key={row.id} class="row" data-topic={row.id} data-rev={row.rev}>
              <span class="grow">
                <Bi text={row.name} /> <small>{row.id}</small>
              </span>
              <Change what={pick(row.name)} method="topic.change" open={() => (form.value = { kind: 'topic', row })} />
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
