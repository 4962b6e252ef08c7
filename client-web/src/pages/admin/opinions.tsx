import { batch, signal, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { planOpinions } from '../../core/opinions_import.ts';
import type { PlannedOpinion } from '../../core/opinions_import.ts';
import { UNIT_GRAPHEMES } from '../../core/roster.ts';
import { TEXT_GRAPHEMES } from '../../core/types.gen.ts';
import type { Opinion as OpinionListed, OpinionListResult } from '../../core/types.gen.ts';
import { s } from '../../i18n/staff.ts';
import { timers } from '../../ui/browser.ts';
import { all } from '../../ui/hub.ts';
import { number, pick } from '../../ui/language.ts';
import { siteName, topicName } from '../../ui/staff.tsx';
import { ActForm, Field, maybe, word } from './form.tsx';
import { Importer } from './importer.tsx';
import { createImporting } from './importing.ts';
import type { ImportKind } from './importing.ts';
import { Heading, Pages } from './sections.tsx';
import { ask, PAGE, send } from './wire.ts';
import { m } from './words.ts';

const LIST_PAGE = 50;
const PAUSE_MS = 400;

const changes = signal(0);
const text = signal('');
const topic = signal('');
const before = signal<readonly number[]>([]);
const shown = signal<OpinionListResult | null>(null);
const failed = signal(false);
const opened = signal<'import' | 'add' | null>(null);

let asked = '';
let cancelPause = (): void => undefined;

function look(): void {
  const wanted = JSON.stringify([text.value, topic.value, before.value, changes.value]);
  if (wanted === asked) return;
  asked = wanted;
  const after = before.value.at(-1);
  const params = { limit: LIST_PAGE, ...(text.value && { text: text.value }), ...(topic.value && { topic: topic.value }), ...(after === undefined ? {} : { after }) };
  ask('opinion.list', params).then(
    (page) => wanted === asked && batch(() => ((shown.value = page), (failed.value = false))),
    () => wanted === asked && batch(() => ((asked = ''), (failed.value = true))),
  );
}

function chooseText(words: string): void {
  cancelPause();
  batch(() => ((text.value = words.trim()), (before.value = [])));
}

function chooseTextSoon(words: string): void {
  cancelPause();
  cancelPause = timers.after(PAUSE_MS, () => chooseText(words));
}

async function listOpinions(heard: (count: number) => void): Promise<OpinionListed[]> {
  const opinions: OpinionListed[] = [];
  for (;;) {
    const after = opinions.at(-1)?.opinion;
    const page = await ask('opinion.list', { limit: PAGE, ...(after === undefined ? {} : { after }) });
    opinions.push(...page.opinions);
    heard(opinions.length);
    if (!page.more || page.opinions.length === 0) return opinions;
  }
}

const FIELDS = ['text', 'topic', 'unit', 'site'] as const;

const kind: ImportKind<PlannedOpinion> = {
  name: 'opinions',
  how: () => m().importOpinionsHow,
  needed: ['text'],
  fields: FIELDS,
  example: () => [FIELDS.map((field) => m().fields[field]), ...m().exampleOpinions],
  basis: () => JSON.stringify([all('site').map(({ id, name }) => [id, name]), all('topic').map(({ id, name }) => [id, name])]),
  async plan(table, heard) {
    const known = await listOpinions(heard);
    const { columns, opinions, faults } = planOpinions(table, all('site'), all('topic'), known);
    return { columns, planned: opinions, faults };
  },
  label: ({ wish }) => wish.text,
  send: ({ wish }, key) => send('opinion.add', wish, key),
  sent: () => (changes.value += 1),
};

const importing = createImporting(kind);

const close = (): unknown => (opened.value = null);

const Add = (): JSX.Element => (
  <section class="card">
    <ActForm
      method="opinion.add"
      label={m().add}
      wish={(fields) => ({ text: word(fields, 'text'), ...maybe(fields, 'topic'), ...maybe(fields, 'unit'), ...maybe(fields, 'site') })}
      done={() => {
        close();
        changes.value += 1;
      }}
      cancel={close}
    >
      <h3>{m().newOpinion}</h3>
      <Field label={m().fields.text}>
        <textarea name="text" rows={3} required maxLength={2 * TEXT_GRAPHEMES} />
      </Field>
      <Field label={m().fields.topic}>
        <select name="topic">
          <option value="">{s().noTopic}</option>
          {all('topic').map(({ id, name }) => (
            <option key={id} value={id}>
              {pick(name)}
            </option>
          ))}
        </select>
      </Field>
      <Field label={m().fields.unit}>
        <input name="unit" maxLength={UNIT_GRAPHEMES} />
      </Field>
      <Field label={m().fields.site}>
        <select name="site">
          <option value="">{m().noSite}</option>
          {all('site').map(({ id, name }) => (
            <option key={id} value={id}>
              {pick(name)}
            </option>
          ))}
        </select>
      </Field>
    </ActForm>
  </section>
);

const Filters = (): JSX.Element => (
  <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
    <label>
      {m().searchOpinions}
      <input
        id="opinions-search"
        type="search"
        maxLength={TEXT_GRAPHEMES}
        autocomplete="off"
        defaultValue={text.value}
        onInput={(event) => !event.isComposing && chooseTextSoon(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Enter' && chooseText(event.currentTarget.value)}
      />
    </label>
    <label>
      {m().fields.topic}
      <select
        id="opinions-topic"
        value={topic.value}
        onChange={(event) => {
          const { value } = event.currentTarget;
          batch(() => ((topic.value = value), (before.value = [])));
        }}
      >
        <option value="">{m().everyTopic}</option>
        {all('topic').map(({ id, name }) => (
          <option key={id} value={id} selected={id === topic.value}>
            {pick(name)}
          </option>
        ))}
      </select>
    </label>
  </form>
);

function Opinion({ opinion }: { opinion: OpinionListed }): JSX.Element {
  const facts = [topicName(opinion.topic), opinion.unit, opinion.site && siteName(opinion.site), opinion.question !== undefined && m().becameQuestion(opinion.question)];
  return (
    <li data-opinion={opinion.opinion}>
      <bdi>{opinion.text}</bdi>
      <small>
        {opinion.opinion} {facts.filter(Boolean).map((fact) => ` · ${fact}`)}
      </small>
    </li>
  );
}

function Opinions(): JSX.Element {
  const page = shown.value;
  if (!page) return <p class="muted">{failed.value ? m().loadFailed : m().loading}</p>;
  const turn = (forward: boolean): void => {
    const last = page.opinions.at(-1)?.opinion;
    if (!forward) before.value = before.value.slice(0, -1);
    else if (last !== undefined) before.value = [...before.value, last];
  };
  return (
    <>
      <p data-total={page.total}>{m().opinionCount(number(page.total))}</p>
      {page.opinions.length === 0 ? (
        <p class="empty">{text.value || topic.value ? m().noOpinions : m().noOpinionsYet}</p>
      ) : (
        <section class="panel card" data-panel="opinions">
          <ol class="plain">
            {page.opinions.map((opinion) => (
              <Opinion key={opinion.opinion} opinion={opinion} />
            ))}
          </ol>
        </section>
      )}
      <Pages before={before.value.length} more={page.more} turn={turn} />
    </>
  );
}

export function OpinionsSection(): JSX.Element {
  useSignalEffect(look);
  const toggle = (name: 'import' | 'add'): unknown => (opened.value = opened.value === name ? null : name);
  return (
    <>
      <Heading name="opinions">
        <span class="row">
          <button type="button" data-action="opinions.import-open" aria-expanded={opened.value === 'import'} onClick={() => toggle('import')}>
            {m().importCsv}
          </button>
          <button type="button" class="main" data-action="opinion.add-open" onClick={() => toggle('add')}>
            {m().newOpinion}
          </button>
        </span>
      </Heading>
      {opened.value === 'import' && <Importer importing={importing} close={() => close()} />}
      {opened.value === 'add' && <Add />}
      <Filters />
      <Opinions />
    </>
  );
}
