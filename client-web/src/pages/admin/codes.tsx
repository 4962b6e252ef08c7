import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { Refused } from '../../core/link.ts';
import type { CodesIssueParams, PersonCode } from '../../core/types.gen.ts';
import { s } from '../../i18n/staff.ts';
import { sr } from '../../i18n/sure.ts';
import { all, linked } from '../../ui/hub.ts';
import { number, pick } from '../../ui/language.ts';
import { siteName } from '../../ui/staff.tsx';
import { linkOf, pageOf, PrintedCards } from './cards.tsx';
import { download } from './csv.ts';
import { Faults } from './faults.tsx';
import { Field, refusalWords, Sure, word } from './form.tsx';
import { askAgain, emptyPassword, PasswordField, passwordIn } from './password.tsx';
import { marked } from './people_list.ts';
import { lookAgain } from './health_facts.ts';
import { Heading } from './sections.tsx';
import { ask, loadStaff } from './wire.ts';
import { m } from './words.ts';

/** What the hub tells of one request at most. */
const AT_ONCE = 50;

/** Told once by the hub and kept nowhere: with the page they are gone. */
export const issued = signal<readonly PersonCode[]>([]);
export const issuing = signal(false);
/** Printed or downloaded as they are now. */
const kept = signal(false);
/** Those that were not are about to be cleared. */
const asks = signal(false);
export const issueTrouble = signal('');

type Asked = Omit<CodesIssueParams, 'password'>;

/** True when all is made. A wrong password is asked for again in the form that it was written in. */
export async function issue(requests: readonly Asked[], password: string, form?: HTMLFormElement): Promise<boolean> {
  issuing.value = true;
  issueTrouble.value = '';
  try {
    for (const request of requests) {
      const { codes } = await ask('codes.issue', { ...request, password });
      const newer = new Set(codes.map(({ person }) => person));
      issued.value = [...issued.value.filter(({ person }) => !newer.has(person)), ...codes];
      kept.value = asks.value = false;
      lookAgain();
    }
    return true;
  } catch (reason) {
    issueTrouble.value = reason instanceof Refused ? refusalWords(reason.data) : refusalWords({ code: 'no_link' });
    if (form) askAgain(form, reason);
    return false;
  } finally {
    issuing.value = false;
  }
}

export const inParts = (people: readonly string[]): Asked[] =>
  Array.from({ length: Math.ceil(people.length / AT_ONCE) }, (_, part) => ({ people: people.slice(part * AT_ONCE, (part + 1) * AT_ONCE) }));

function askedIn(fields: FormData): Asked[] {
  if (word(fields, 'whom') === 'site') return [{ site: word(fields, 'site') }];
  return inParts(word(fields, 'whom') === 'marked' ? [...marked.value.keys()] : idsIn(word(fields, 'people')));
}

async function submit(form: HTMLFormElement): Promise<void> {
  const fields = new FormData(form);
  const asked = askedIn(fields);
  if (asked.length === 0 || !(await issue(asked, passwordIn(fields), form))) return;
  // Once more the same would make void what may be printed already.
  (form.elements.namedItem('sure') as HTMLInputElement).checked = false;
  emptyPassword(form);
}

const whom = signal<'marked' | 'people' | 'site' | null>(null);
/** As they are typed; the site as it is chosen. */
const typed = signal('');
const siteId = signal('');

const idsIn = (text: string): string[] => [...new Set(text.toLowerCase().split(/[\s,;]+/).filter(Boolean))];

/** Whose codes end: on the button that does it. Empty where nobody is named yet. */
function whose(chosen: 'marked' | 'people' | 'site'): string {
  const site = all('site').find(({ id }) => id === siteId.value) ?? all('site')[0];
  if (chosen === 'site') return site ? sr().ofGroup(pick(site.name), number(site.people)) : '';
  const ids = chosen === 'marked' ? [...marked.value.keys()] : idsIn(typed.value);
  return ids.length > 1 ? sr().people(number(ids.length)) : (ids[0] ?? '');
}

function IssueForm(): JSX.Element {
  const chosen = whom.value ?? (marked.value.size > 0 ? 'marked' : 'people');
  const names = whose(chosen);
  const Choice = ({ value, label }: { value: 'marked' | 'people' | 'site'; label: string }): JSX.Element => (
    <label class="row tick">
      <input type="radio" name="whom" value={value} checked={chosen === value} onChange={() => (whom.value = value)} /> {label}
    </label>
  );
  return (
    <form
      class="card stack"
      data-form="codes.issue"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(event.currentTarget as HTMLFormElement);
      }}
    >
      <Faults />
      <p>{m().codesWhat}</p>
      <fieldset>
        <legend>{m().codesFor}</legend>
        {marked.value.size > 0 && <Choice value="marked" label={m().markedCount(number(marked.value.size))} />}
        <Choice value="people" label={m().codesByIds} />
        <Choice value="site" label={m().codesBySite} />
      </fieldset>
      {chosen === 'people' && (
        <Field label={m().idsLabel} hint={m().idsHint}>
          <textarea name="people" rows={2} required autocapitalize="none" spellcheck={false} value={typed.value} onInput={(event) => (typed.value = event.currentTarget.value)} />
        </Field>
      )}
      {chosen === 'site' && (
        <Field label={m().fields.site}>
          <select name="site" required onChange={(event) => (siteId.value = event.currentTarget.value)}>
            {all('site').map((site) => (
              <option key={site.id} value={site.id} selected={site.id === siteId.value}>
                {pick(site.name)} ({number(site.people)})
              </option>
            ))}
          </select>
        </Field>
      )}
      <Sure>{m().codesSure}</Sure>
      <PasswordField />
      <p class="trouble" role="alert">
        {issueTrouble.value}
      </p>
      <p>
        <button class="main" data-action="codes.issue" disabled={issuing.value || !linked.value}>
          {issuing.value ? m().making : names ? sr().codes(names) : m().makeCodes}
        </button>
      </p>
    </form>
  );
}

function printCards(): void {
  print();
  kept.value = true;
}

function clear(): void {
  issued.value = [];
  asks.value = false;
}

function downloadCodes(): void {
  const headers = [m().fields.person, m().fields.name, m().fields.site, m().code, m().password, m().link];
  const rows = issued.value.map((code) => [code.person, code.name ?? '', code.site ?? '', code.code ?? '', code.password ?? '', linkOf(code) || pageOf(code)]);
  download('codes.csv', [headers, ...rows]);
  kept.value = true;
}

export const Issued = (): JSX.Element => (
  <section class="stack" data-codes={issued.value.length} aria-labelledby="issued">
    <div class="card stack">
      <h3 id="issued">{m().issued(number(issued.value.length))}</h3>
      <p class="warning">{m().shownOnce}</p>
      <p class="row">
        <button type="button" class="main" data-action="print" onClick={printCards}>
          {m().print}
        </button>
        <button type="button" data-action="codes-download" onClick={downloadCodes}>
          {m().downloadCsv}
        </button>
        {!asks.value && (
          <button type="button" data-action="codes-forget" onClick={() => (kept.value ? clear() : (asks.value = true))}>
            {m().forgetCodes}
          </button>
        )}
      </p>
      {asks.value && (
        <p class="row" role="alert" data-sure="codes-forget">
          <span class="grow">{sr().notKept(number(issued.value.length))}</span>
          <button type="button" data-action="codes-forget-now" onClick={clear}>
            {sr().forget(number(issued.value.length))}
          </button>
          <button type="button" data-action="cancel" onClick={() => (asks.value = false)}>
            {s().cancel}
          </button>
        </p>
      )}
    </div>
    <PrintedCards codes={issued.value} siteOf={(code) => (code.site === undefined ? '' : siteName(code.site))} />
  </section>
);

export function CodesSection(): JSX.Element {
  void loadStaff();
  return (
    <>
      <Heading name="codes" />
      <IssueForm />
      {issued.value.length > 0 && <Issued />}
    </>
  );
}
