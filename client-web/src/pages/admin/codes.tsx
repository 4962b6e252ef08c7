import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { Refused } from '../../core/link.ts';
import type { CodesIssueParams, PersonCode } from '../../core/types.gen.ts';
import { all, linked } from '../../ui/hub.ts';
import { number, pick } from '../../ui/language.ts';
import { siteName } from '../../ui/staff.tsx';
import { linkOf, pageOf, PrintedCards } from './cards.tsx';
import { download } from './csv.ts';
import { Faults } from './faults.tsx';
import { Field, refusalWords, word } from './form.tsx';
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
  const ids = word(fields, 'people').toLowerCase().split(/[\s,;]+/).filter(Boolean);
  if (word(fields, 'whom') === 'site') return [{ site: word(fields, 'site') }];
  return inParts(word(fields, 'whom') === 'marked' ? [...marked.value.keys()] : [...new Set(ids)]);
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

function IssueForm(): JSX.Element {
  const chosen = whom.value ?? (marked.value.size > 0 ? 'marked' : 'people');
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
          <textarea name="people" rows={2} required autocapitalize="none" spellcheck={false} />
        </Field>
      )}
      {chosen === 'site' && (
        <Field label={m().fields.site}>
          <select name="site" required>
            {all('site').map((site) => (
              <option key={site.id} value={site.id}>
                {pick(site.name)} ({number(site.people)})
              </option>
            ))}
          </select>
        </Field>
      )}
      <label class="row tick">
        <input type="checkbox" name="sure" required /> {m().codesSure}
      </label>
      <PasswordField />
      <p class="trouble" role="alert">
        {issueTrouble.value}
      </p>
      <p>
        <button class="main" data-action="codes.issue" disabled={issuing.value || !linked.value}>
          {issuing.value ? m().making : m().makeCodes}
        </button>
      </p>
    </form>
  );
}

function downloadCodes(): void {
  const headers = [m().fields.person, m().fields.name, m().fields.site, m().code, m().password, m().link];
  const rows = issued.value.map((code) => [code.person, code.name ?? '', code.site ?? '', code.code ?? '', code.password ?? '', linkOf(code) || pageOf(code)]);
  download('codes.csv', [headers, ...rows]);
}

export const Issued = (): JSX.Element => (
  <section class="stack" data-codes={issued.value.length} aria-labelledby="issued">
    <div class="card stack">
      <h3 id="issued">{m().issued(number(issued.value.length))}</h3>
      <p class="warning">{m().shownOnce}</p>
      <p class="row">
        <button type="button" class="main" data-action="print" onClick={() => print()}>
          {m().print}
        </button>
        <button type="button" data-action="codes-download" onClick={downloadCodes}>
          {m().downloadCsv}
        </button>
        <button type="button" data-action="codes-forget" onClick={() => (issued.value = [])}>
          {m().forgetCodes}
        </button>
      </p>
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
