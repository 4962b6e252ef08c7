// People without names, by number: for cards that are dealt out at the door.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { peopleByNumber } from '../../core/first_run.ts';
import { s } from '../../i18n/staff.ts';
import { su } from '../../i18n/setup.ts';
import { all, linked } from '../../ui/hub.ts';
import { number, pick } from '../../ui/language.ts';
import { createBatch, isBusy } from './batch.tsx';
import type { Act } from './batch.tsx';
import { Faults } from './faults.tsx';
import { Field, refusalWords, word } from './form.tsx';
import { listPeople, newKey, peopleChanged, send } from './wire.ts';
import { m } from './words.ts';

const EMPTY_SITES = '*';
const AT_ONE_MOST = 5000;

export const peopleBatch = createBatch();
const trouble = signal('');

async function begin(fields: FormData, close: () => void): Promise<void> {
  const wanted = word(fields, 'site');
  const count = Number(word(fields, 'count'));
  const sites = wanted === EMPTY_SITES ? all('site').filter(({ people }) => people === 0).map(({ id }) => id) : [wanted];
  trouble.value = '';
  try {
    const acts: Act[] = [];
    for (const site of sites) {
      const taken = (await listPeople({ site })).map(({ person }) => person);
      for (const wish of peopleByNumber(site, count, taken)) {
        const key = newKey();
        acts.push({ label: wish.person, go: () => send('person.add', wish, key) });
      }
    }
    peopleBatch.begin(acts, () => {
      peopleChanged.value += 1;
      close(); // a second press would make as many again
    });
  } catch {
    trouble.value = refusalWords({ code: 'no_link' });
  }
}

export function PeopleByNumber({ close }: { close: () => void }): JSX.Element {
  const sites = all('site');
  const empty = sites.filter(({ people }) => people === 0);
  return (
    <section class="card stack" aria-label={su().peopleByNumber}>
      <form
        class="stack act"
        data-form="people.by-number"
        onSubmit={(event) => {
          event.preventDefault();
          void begin(new FormData(event.currentTarget as HTMLFormElement), close);
        }}
      >
        <Faults />
        <h3>{su().peopleByNumber}</h3>
        <p>{su().peopleByNumberWhat}</p>
        <Field label={m().fields.site}>
          <select name="site" required>
            {empty.length > 1 && <option value={EMPTY_SITES}>{su().everyEmptySite(number(empty.length))}</option>}
            {sites.map((site) => (
              <option key={site.id} value={site.id}>
                {pick(site.name)} ({number(site.people)})
              </option>
            ))}
          </select>
        </Field>
        <Field label={su().atEach}>
          <input name="count" type="number" required min={1} max={AT_ONE_MOST} />
        </Field>
        <p class="trouble" role="alert">
          {trouble.value}
        </p>
        <p class="row">
          <button class="main" data-action="people.by-number" disabled={isBusy(peopleBatch) || !linked.value || sites.length === 0}>
            {isBusy(peopleBatch) ? su().working : m().add}
          </button>
          <button type="button" data-action="cancel" onClick={close}>
            {s().cancel}
          </button>
        </p>
      </form>
    </section>
  );
}
