import { signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { cleared, GROUPS_MOST, NAME_GRAPHEMES, UNIT_GRAPHEMES, WEIGHT_MOST } from '../../core/roster.ts';
import type { Role } from '../../core/roster.ts';
import type { PersonListed } from '../../core/types.gen.ts';
import { sr } from '../../i18n/sure.ts';
import { all } from '../../ui/hub.ts';
import { pick } from '../../ui/language.ts';
import { ActForm, Field, IdField, maybe, Sure, word } from './form.tsx';
import { PasswordField, withPassword } from './password.tsx';
import { mark } from './people_list.ts';
import { peopleChanged } from './wire.ts';
import { m } from './words.ts';

export const ROLES: readonly Role[] = ['participant', 'operator', 'moderator', 'chair', 'responder', 'display', 'admin'];

type Open = { act: 'add' } | { act: 'change' | 'remove'; person: PersonListed };

const form = signal<Open | null>(null);

export const openPerson = (open: Open): void => {
  form.value = open;
};
export const closePerson = (): void => {
  form.value = null;
};

const rolesIn = (fields: FormData): Role[] => fields.getAll('roles') as Role[];
const groupsIn = (fields: FormData): string[] => word(fields, 'groups').toLowerCase().split(/[\s,;]+/).filter(Boolean);
const weightIn = (fields: FormData): { weight?: number } => (word(fields, 'weight') === '' ? {} : { weight: Number(word(fields, 'weight')) });

const same = (a: readonly string[], b: readonly string[]): boolean => [...a].sort().join() === [...b].sort().join();

const Fields = ({ person, choosesRoles }: { person?: PersonListed | undefined; choosesRoles?: (roles: readonly Role[]) => void }): JSX.Element => (
  <>
    <Field label={m().fields.name}>
      <input name="name" maxLength={NAME_GRAPHEMES} defaultValue={person?.name ?? ''} autocomplete="off" />
    </Field>
    <Field label={m().fields.unit}>
      <input name="unit" maxLength={UNIT_GRAPHEMES} defaultValue={person?.unit ?? ''} autocomplete="off" />
    </Field>
    <Field label={m().fields.site} hint={m().siteHint}>
      <select name="site">
        <option value="">{m().noSite}</option>
        {all('site').map((site) => (
          <option key={site.id} value={site.id} selected={site.id === person?.site}>
            {pick(site.name)}
          </option>
        ))}
      </select>
    </Field>
    <fieldset onChange={(event) => choosesRoles?.(rolesIn(new FormData(event.currentTarget.form!)))}>
      <legend>{m().fields.roles}</legend>
      <p class="row">
        {ROLES.map((role) => (
          <label key={role} class="row tick">
            <input type="checkbox" name="roles" value={role} defaultChecked={(person?.roles ?? ['participant']).includes(role)} /> {m().roles[role]}
          </label>
        ))}
      </p>
    </fieldset>
    <Field label={m().fields.groups} hint={m().groupsHint(GROUPS_MOST)}>
      <input name="groups" defaultValue={(person?.groups ?? []).join(', ')} autocomplete="off" autocapitalize="none" spellcheck={false} />
    </Field>
    <Field label={m().fields.weight}>
      <input name="weight" type="number" min={1} max={WEIGHT_MOST} defaultValue={String(person?.weight ?? 1)} />
    </Field>
  </>
);

const changed = (): void => {
  closePerson();
  peopleChanged.value += 1;
};

const Add = (): JSX.Element => (
  <ActForm
    method="person.add"
    label={m().add}
    wish={(fields) => ({
      person: word(fields, 'person'),
      ...maybe(fields, 'name'),
      ...maybe(fields, 'unit'),
      ...maybe(fields, 'site'),
      roles: rolesIn(fields),
      ...weightIn(fields),
      ...(groupsIn(fields).length > 0 ? { groups: groupsIn(fields) } : {}),
    })}
    done={changed}
    cancel={closePerson}
  >
    <h3>{m().newPerson}</h3>
    <IdField name="person" label={m().fields.person} />
    <Fields />
  </ActForm>
);

/** Only what is another than before: a field that was left alone cannot undo what somebody else did meanwhile. */
function Change({ person }: { person: PersonListed }): JSX.Element {
  const otherRoles = useSignal(false);
  const differing = (fields: FormData): object => {
    const now = { name: word(fields, 'name'), unit: word(fields, 'unit'), site: word(fields, 'site') };
    const was = { name: person.name ?? '', unit: person.unit ?? '', site: person.site ?? '' };
    const texts = Object.fromEntries(Object.entries(now).filter(([name, text]) => text !== '' && text !== was[name as keyof typeof was]));
    const clear = cleared(was, (['name', 'unit', 'site'] as const).filter((name) => now[name] === ''));
    const roles = rolesIn(fields);
    const groups = groupsIn(fields);
    const weight = weightIn(fields).weight ?? 1;
    return {
      ...texts,
      ...(clear ? { clear } : {}),
      ...(same(roles, person.roles) ? {} : { roles, ...withPassword(fields) }),
      ...(same(groups, person.groups ?? []) ? {} : { groups }),
      ...(weight === (person.weight ?? 1) ? {} : { weight }),
    };
  };
  return (
    <ActForm
      method="person.change"
      label={m().save}
      wish={(fields) => {
        const change = differing(fields);
        if (Object.keys(change).length === 0) closePerson();
        return Object.keys(change).length === 0 ? null : { person: person.person, ...change };
      }}
      done={changed}
      cancel={closePerson}
    >
      <h3>
        {m().change}: <bdi>{person.name ?? person.person}</bdi> <code>{person.person}</code>
      </h3>
      <Fields person={person} choosesRoles={(roles) => (otherRoles.value = !same(roles, person.roles))} />
      {otherRoles.value && <PasswordField />}
    </ActForm>
  );
}

const Remove = ({ person }: { person: PersonListed }): JSX.Element => (
  <ActForm
    method="person.remove"
    label={sr().remove(person.name ?? person.person)}
    wish={(fields) => ({ person: person.person, ...withPassword(fields) })}
    done={() => {
      mark(person, false);
      changed();
    }}
    cancel={closePerson}
  >
    <h3>
      {m().remove}: <bdi>{person.name ?? person.person}</bdi> {person.name && <code>{person.person}</code>}
    </h3>
    <p>{m().removeSure}</p>
    <Sure />
    <PasswordField />
  </ActForm>
);

export function PersonForm({ close }: { close: () => void }): JSX.Element | null {
  const open = form.value;
  if (!open) return null;
  return (
    <section class="card" key={`${open.act} ${'person' in open ? open.person.person : ''}`} onKeyDown={(event) => event.key === 'Escape' && close()}>
      {open.act === 'add' ? <Add /> : open.act === 'change' ? <Change person={open.person} /> : <Remove person={open.person} />}
    </section>
  );
}
