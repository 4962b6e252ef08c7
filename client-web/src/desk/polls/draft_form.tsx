import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { draftOf } from '../../core/polls.ts';
import type { DraftFields, DraftTrouble } from '../../core/polls.ts';
import type { PollRow, PollType, Voters } from '../../core/types.gen.ts';
import { POLL_OPTIONS } from '../../core/types.gen.ts';
import { cn } from '../../i18n/counts.ts';
import { p } from '../../i18n/polls.ts';
import { r } from '../../i18n/results.ts';
import { s } from '../../i18n/staff.ts';
import { all, linked, relay } from '../../ui/hub.ts';
import { pick } from '../../ui/language.ts';
import { say } from '../../ui/say.ts';
import { tell } from '../../ui/staff.tsx';
import { TITLE_LENGTH } from '../fields.ts';

type Role = Voters[number];
type Where = DraftFields['where'];

const TYPES: readonly PollType[] = ['yes_no_abstain', 'single', 'multiple', 'rating'];
const ROLES: readonly Role[] = ['participant', 'operator', 'responder', 'moderator', 'chair', 'admin'];
const WHERES: readonly Where[] = ['all', 'hall', 'remote', 'sites'];
const ROWS_FIRST = 3;

const type = signal<PollType>('yes_no_abstain');
const where = signal<Where>('all');
const trouble = signal<DraftTrouble | null>(null);
let rowsMade = 0;
const newRow = (): number => (rowsMade += 1);
const newRows = (): number[] => Array.from({ length: ROWS_FIRST }, newRow);
/** The rows of the options in their order: each keeps its fields when it moves. */
const rows = signal<readonly number[]>(newRows());

function begin(): void {
  type.value = 'yes_no_abstain';
  where.value = 'all';
  rows.value = newRows();
  trouble.value = null;
}

function fieldsOf(form: FormData): DraftFields {
  const text = (name: string): string => String(form.get(name) ?? '');
  const english = form.getAll('option-en');
  return {
    title: { vi: text('vi'), en: text('en') },
    pollType: type.value,
    options: form.getAll('option-vi').map((vi, place) => ({ vi: String(vi), en: String(english[place] ?? '') })),
    least: text('least'),
    most: text('most'),
    results: text('results') as PollRow['results'],
    final: text('ballotRule') === 'first_is_final',
    roles: form.getAll('roles') as Voters,
    where: where.value,
    sites: form.getAll('sites').map(String),
    groups: text('groups'),
    present: form.has('present'),
    counts: !form.has('no-counts'),
  };
}

function draft(event: SubmitEvent): void {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const wish = draftOf(fieldsOf(new FormData(form)));
  if (typeof wish === 'string') {
    trouble.value = wish;
    return;
  }
  const submitted = relay.submit('poll.draft', wish);
  tell('poll.draft', submitted);
  if (submitted !== 'held') return;
  form.reset();
  begin();
  form.closest('details')?.removeAttribute('open');
}

function move(place: number, by: 1 | -1): void {
  const order = [...rows.value];
  const [row] = order.splice(place, 1);
  if (row === undefined) return;
  order.splice(place + by, 0, row);
  rows.value = order;
  say(p().moved(place + by + 1, order.length));
}

const Option = ({ place, count }: { place: number; count: number }): JSX.Element => (
  <li class="option-row" data-option={place + 1}>
    <input name="option-vi" maxLength={TITLE_LENGTH} aria-label={p().optionVi(place + 1)} placeholder={p().optionVi(place + 1)} />
    <span class="place row">
      <input name="option-en" maxLength={TITLE_LENGTH} aria-label={p().optionEn(place + 1)} placeholder={p().inEnglish} />
      <button type="button" data-action="option-up" aria-label={p().up(place + 1)} disabled={place === 0} onClick={() => move(place, -1)}>
        ↑
      </button>
      <button type="button" data-action="option-down" aria-label={p().down(place + 1)} disabled={place === count - 1} onClick={() => move(place, 1)}>
        ↓
      </button>
      <button
        type="button"
        data-action="option-remove"
        aria-label={p().remove(place + 1)}
        disabled={count <= 2}
        onClick={() => (rows.value = rows.value.filter((_, other) => other !== place))}
      >
        ✕
      </button>
    </span>
  </li>
);

const Options = (): JSX.Element => (
  <fieldset>
    <legend>{p().options}</legend>
    <ol class="plain">
      {rows.value.map((row, place) => (
        <Option key={row} place={place} count={rows.value.length} />
      ))}
    </ol>
    <p>
      <button
        type="button"
        data-action="option-add"
        disabled={rows.value.length >= POLL_OPTIONS}
        onClick={() => (rows.value = [...rows.value, newRow()])}
      >
        + {p().add}
      </button>
    </p>
  </fieldset>
);

const Whole = ({ name, label, from, to }: { name: string; label: string; from: number; to: number | '' }): JSX.Element => (
  <label class="row">
    {label} <input key={type.value} class="narrow" name={name} inputMode="numeric" maxLength={3} defaultValue={String(to)} placeholder={String(from)} />
  </label>
);

const Range = (): JSX.Element =>
  type.value === 'rating' ? (
    <p class="row">
      <Whole name="least" label={p().leastValue} from={1} to={1} />
      <Whole name="most" label={p().mostValue} from={5} to={5} />
    </p>
  ) : (
    <p class="row">
      <Whole name="least" label={p().least} from={1} to="" />
      <Whole name="most" label={p().most} from={rows.value.length} to="" />
    </p>
  );

const SiteChoice = (): JSX.Element => (
  <fieldset class="sites">
    <legend>{p().sites}</legend>
    {all('site').map((site) => (
      <label key={site.id} class="row">
        <input type="checkbox" name="sites" value={site.id} /> <span>{pick(site.name)}</span>
      </label>
    ))}
  </fieldset>
);

const Whom = (): JSX.Element => (
  <>
    <label>
      {p().whom}
      <select name="where" value={where.value} onChange={(event) => (where.value = event.currentTarget.value as Where)}>
        {WHERES.map((name) => (
          <option key={name} value={name}>
            {p().where[name]}
          </option>
        ))}
      </select>
    </label>
    {where.value === 'sites' && <SiteChoice />}
    <fieldset class="row">
      <legend>{p().roles}</legend>
      {ROLES.map((role) => (
        <label key={role} class="row">
          <input type="checkbox" name="roles" value={role} defaultChecked={role === 'participant'} /> <span>{r().roles[role]}</span>
        </label>
      ))}
    </fieldset>
    <label>
      {p().groups}
      <input name="groups" placeholder={p().groupsAny} autocomplete="off" autocapitalize="none" spellcheck={false} />
    </label>
    <label class="row">
      <input type="checkbox" name="present" /> <span>{p().present}</span>
    </label>
  </>
);

const Radio = ({ name, value, label, first }: { name: string; value: string; label: string; first?: boolean }): JSX.Element => (
  <label class="row">
    <input type="radio" name={name} value={value} defaultChecked={first ?? false} /> <span>{label}</span>
  </label>
);

export const DraftForm = (): JSX.Element => (
  <details data-form="poll.draft">
    <summary>{s().newPoll}</summary>
    <form class="stack" onSubmit={draft} onInput={() => (trouble.value = null)}>
      <label>
        {s().titleVi}
        <input id="poll-vi" name="vi" required maxLength={TITLE_LENGTH} />
      </label>
      <label>
        {s().titleEn}
        <input id="poll-en" name="en" maxLength={TITLE_LENGTH} />
      </label>
      <label>
        {p().type}
        <select name="pollType" value={type.value} onChange={(event) => (type.value = event.currentTarget.value as PollType)}>
          {TYPES.map((name) => (
            <option key={name} value={name}>
              {p().types[name]}
            </option>
          ))}
        </select>
      </label>
      {(type.value === 'single' || type.value === 'multiple') && <Options />}
      {(type.value === 'multiple' || type.value === 'rating') && <Range />}
      <Whom />
      <fieldset>
        <legend>{p().rule}</legend>
        <Radio name="ballotRule" value="changeable" label={p().changeable} first />
        <Radio name="ballotRule" value="first_is_final" label={p().final} />
      </fieldset>
      <fieldset>
        <legend>{p().resultsRule}</legend>
        <Radio name="results" value="hidden" label={s().resultsHidden} first />
        <Radio name="results" value="turnout" label={s().resultsTurnout} />
        <Radio name="results" value="live" label={s().resultsLive} />
      </fieldset>
      {type.value !== 'rating' && (
        <label class="row">
          <input type="checkbox" name="no-counts" /> <span>{cn().none}</span>
        </label>
      )}
      <p role="alert" class="trouble" data-trouble={trouble.value}>
        {trouble.value && p().troubles[trouble.value]}
      </p>
      <button class="main" data-action="poll.draft" disabled={!linked.value}>
        {s().draft}
      </button>
    </form>
  </details>
);
