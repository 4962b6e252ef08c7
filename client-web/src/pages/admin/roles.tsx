// Who serves the conference: accounts by role, their passwords and cards, made and revoked.
import { signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { accountForEachSite, accountId, has } from '../../core/first_run.ts';
import { NAME_GRAPHEMES } from '../../core/roster.ts';
import type { PersonWish, Role } from '../../core/roster.ts';
import type { PersonListed } from '../../core/types.gen.ts';
import { su } from '../../i18n/setup.ts';
import { sr } from '../../i18n/sure.ts';
import { all, linked, me } from '../../ui/hub.ts';
import { number, pick } from '../../ui/language.ts';
import { siteName } from '../../ui/staff.tsx';
import { BatchState, createBatch, isBusy } from './batch.tsx';
import { inParts, issue, issued, Issued, issueTrouble, issuing } from './codes.tsx';
import { Faults } from './faults.tsx';
import { ActForm, Field, focusFirst, IdField, maybe, Sure, useWayBack, word } from './form.tsx';
import { lookAgain } from './health_facts.ts';
import { PasswordField, passwordIn, withPassword } from './password.tsx';
import { Heading } from './sections.tsx';
import { loadStaff, newKey, peopleChanged, send, staff } from './wire.ts';
import { m } from './words.ts';

const ROLES = ['moderator', 'chair', 'operator', 'display', 'responder', 'admin'] as const;
type StaffRole = (typeof ROLES)[number];
/** Of a hall or a site, not of the whole conference. */
const AT_A_SITE: readonly Role[] = ['operator', 'display'];

type Called = Pick<PersonListed, 'name' | 'person'>;

type Open = { act: 'add'; role: StaffRole } | { act: 'secret' | 'revoke'; person: Called } | { act: 'secrets'; role: StaffRole };

const open = signal<Open | null>(null);
const close = (): unknown => (open.value = null);
const batch = createBatch();

function changed(): void {
  peopleChanged.value += 1;
  lookAgain();
}

async function makeSecrets(people: readonly string[], password: string, form?: HTMLFormElement): Promise<void> {
  const mine = open.value;
  if ((await issue(inParts(people), password, form)) && open.value === mine) close();
}

/** The account is there; when its login is not made, it is asked for once more in a form of its own. */
function addedNow({ person, password }: { person: string; password: string }): void {
  open.value = { act: 'secret', person: { person } };
  void makeSecrets([person], password);
}

function AddForm({ role: first }: { role: StaffRole }): JSX.Element {
  const role = useSignal<StaffRole>(first);
  const site = useSignal(all('site')[0]?.id ?? '');
  const taken = (staff.value ?? []).map(({ person }) => person);
  const needsSite = AT_A_SITE.includes(role.value);
  const proposed = accountId(role.value, needsSite ? site.value : '', taken);
  const wanted = useRef({ person: '', password: '' });
  return (
    <ActForm
      method="person.add"
      label={su().addAccount}
      wish={(fields) => {
        wanted.current = { person: word(fields, 'person'), password: passwordIn(fields) };
        return { person: wanted.current.person, ...maybe(fields, 'name'), ...(needsSite ? { site: word(fields, 'site') } : {}), roles: [role.value] };
      }}
      done={() => {
        changed();
        addedNow(wanted.current);
      }}
      cancel={close}
    >
      <h3>{su().newAccount}</h3>
      <Field label={su().accountRole}>
        <select name="role" value={role.value} onChange={(event) => (role.value = event.currentTarget.value as StaffRole)}>
          {ROLES.map((one) => (
            <option key={one} value={one} selected={one === role.value}>
              {m().roles[one]}
            </option>
          ))}
        </select>
      </Field>
      {needsSite && (
        <Field label={m().fields.site}>
          <select name="site" required value={site.value} onChange={(event) => (site.value = event.currentTarget.value)}>
            {all('site').map(({ id, name }) => (
              <option key={id} value={id} selected={id === site.value}>
                {pick(name)}
              </option>
            ))}
          </select>
        </Field>
      )}
      <Field label={su().accountName}>
        <input name="name" maxLength={NAME_GRAPHEMES} autocomplete="off" />
      </Field>
      <IdField key={proposed} name="person" label={su().firstAccount} first={proposed} />
      <PasswordField />
      <p class="muted">{su().accountWhat}</p>
    </ActForm>
  );
}

/** New passwords and cards make void what may be printed already. */
function SecretForm({ people, whom, why }: { people: readonly string[]; whom: string; why: string }): JSX.Element {
  useWayBack();
  return (
    <form
      class="stack act"
      data-form="staff.secret"
      ref={focusFirst}
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget as HTMLFormElement;
        void makeSecrets(people, passwordIn(new FormData(form)), form);
      }}
      onKeyDown={(event) => event.key === 'Escape' && !event.isComposing && close()}
    >
      <Faults />
      <h3>
        {su().issueSecret}: <bdi>{whom}</bdi>
      </h3>
      <p>{why}</p>
      <PasswordField />
      <p class="trouble" role="alert">
        {issueTrouble.value}
      </p>
      <p class="row">
        <button class="main" data-action="codes.issue" disabled={issuing.value || !linked.value}>
          {issuing.value ? m().making : sr().renew(whom)}
        </button>
        <button type="button" data-action="cancel" onClick={close}>
          {m().stop}
        </button>
      </p>
    </form>
  );
}

function RevokeForm({ person }: { person: Called }): JSX.Element {
  const called = person.name ?? person.person;
  return (
    <ActForm method="person.remove" label={sr().revoke(called)} wish={(fields) => ({ person: person.person, ...withPassword(fields) })} done={() => (changed(), close())} cancel={close}>
      <h3>
        {su().revokeTitle}: <bdi>{called}</bdi> {person.name && <code>{person.person}</code>}
      </h3>
      <p>{su().revokeSure}</p>
      <Sure />
      <PasswordField />
    </ActForm>
  );
}

function OpenForm(): JSX.Element | null {
  const form = open.value;
  if (!form) return null;
  const people = form.act === 'secrets' ? has(staff.value ?? [], form.role).map(({ person }) => person) : [];
  return (
    <section class="card" key={form.act === 'add' || form.act === 'secrets' ? `${form.act} ${form.role}` : `${form.act} ${form.person.person}`}>
      {form.act === 'add' && <AddForm role={form.role} />}
      {form.act === 'secret' && <SecretForm people={[form.person.person]} whom={form.person.name ?? form.person.person} why={su().newSecretSure} />}
      {form.act === 'secrets' && <SecretForm people={people} whom={sr().ofGroup(m().roles[form.role], number(people.length))} why={su().secretsOfRoleSure} />}
      {form.act === 'revoke' && <RevokeForm person={form.person} />}
    </section>
  );
}

const Account = ({ person }: { person: PersonListed }): JSX.Element => {
  const called = person.name ?? person.person;
  const self = person.person === me.value?.id;
  return (
    <li class="row" data-account={person.person} data-signed-in={person.signedIn}>
      <span class="grow">
        <bdi>{called}</bdi> <code>{person.person}</code>{' '}
        <small>{[person.site === undefined ? '' : siteName(person.site), self ? su().yourself : person.signedIn ? m().hasSignedIn : su().notSignedIn].filter(Boolean).join(' · ')}</small>
      </span>
      <button type="button" data-action="staff.secret-open" aria-label={`${su().newSecret} ${called}`} onClick={() => (open.value = { act: 'secret', person })}>
        {su().newSecret}
      </button>
      {!self && (
        <button type="button" class="quiet" data-action="staff.revoke-open" aria-label={`${su().revoke} ${called}`} onClick={() => (open.value = { act: 'revoke', person })}>
          {su().revoke}
        </button>
      )}
    </li>
  );
};

function begin(wishes: readonly PersonWish[]): void {
  batch.begin(
    wishes.map((wish) => {
      const key = newKey();
      return { label: wish.person, go: () => send('person.add', wish, key) };
    }),
    changed,
  );
}

/** One press for all the sites that have none. */
function ForEachSite({ role }: { role: 'operator' | 'display' }): JSX.Element | null {
  const called = role === 'operator' ? su().operatorCalled : su().displayCalled;
  const wishes = accountForEachSite(role, all('site'), staff.value ?? [], (site) => called(pick(site)));
  if (wishes.length === 0) return null;
  return (
    <button type="button" data-action={`staff.${role}s-for-all`} disabled={isBusy(batch) || !linked.value} onClick={() => begin(wishes)}>
      {(role === 'operator' ? su().operatorsForAll : su().displaysForAll)(number(wishes.length))}
    </button>
  );
}

function OfRole({ role, people }: { role: StaffRole; people: readonly PersonListed[] }): JSX.Element {
  return (
    <section class="panel card" data-role={role} data-count={people.length}>
      <div class="split">
        <h3>
          {m().roles[role]} <span class="count">({number(people.length)})</span>
        </h3>
        <span class="row">
          {(role === 'operator' || role === 'display') && <ForEachSite role={role} />}
          {people.length > 1 && (
            <button type="button" data-action="staff.secrets-open" aria-label={`${su().secretsOfRole} ${m().roles[role]}`} onClick={() => (open.value = { act: 'secrets', role })}>
              {su().secretsOfRole}
            </button>
          )}
          <button type="button" data-action="staff.add-open" aria-label={`${su().newAccount}: ${m().roles[role]}`} disabled={AT_A_SITE.includes(role) && all('site').length === 0} onClick={() => (open.value = { act: 'add', role })}>
            {su().newAccount}
          </button>
        </span>
      </div>
      {people.length === 0 && <p class="empty">{su().noAccounts}</p>}
      <ul class="plain">
        {people.map((person) => (
          <Account key={person.person} person={person} />
        ))}
      </ul>
    </section>
  );
}

export function RolesSection(): JSX.Element {
  void peopleChanged.value;
  void loadStaff();
  const known = staff.value;
  return (
    <>
      <Heading name="roles" />
      <OpenForm />
      <BatchState batch={batch} />
      {issued.value.length > 0 && <Issued />}
      {known ? ROLES.map((role) => <OfRole key={role} role={role} people={known.filter(({ roles }) => roles.includes(role))} />) : <p class="muted">{m().loading}</p>}
    </>
  );
}
