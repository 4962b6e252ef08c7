// Somebody who did not ask by himself: onto the list, or called at once.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { numbered } from '../../core/people.ts';
import { CLASSES } from '../../core/speakers.ts';
import type { Class } from '../../core/types.gen.ts';
import { sp } from '../../i18n/speakers.ts';
import { all, linked, relay } from '../../ui/hub.ts';
import { pick } from '../../ui/language.ts';
import { tell } from '../../ui/staff.tsx';

type By = 'number' | 'name';

const by = signal<By>('number');

function add(event: SubmitEvent): void {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const fields = new FormData(form);
  const field = (name: string): string => String(fields.get(name) ?? '').trim();
  const chosen = { class: field('class') as Class };
  const person = { person: numbered(field('site'), Number(field('number'))) };
  const call = by.value === 'name' || (event.submitter as HTMLElement | null)?.dataset.action === 'speaker.call';
  const submitted = call
    ? relay.submitNow('speaker.call', { ...chosen, ...(by.value === 'name' ? { name: field('name') } : person) })
    : relay.submit('speaker.request', { ...chosen, ...person });
  tell(call ? 'speaker.call' : 'speaker.request', submitted);
  if (submitted !== 'held') return;
  form.reset();
  form.closest('details')?.removeAttribute('open');
}

const Choice = ({ value, label }: { value: By; label: string }): JSX.Element => (
  <button type="button" class="choice" data-by={value} aria-pressed={by.value === value} onClick={() => (by.value = value)}>
    {label}
  </button>
);

const Numbered = (): JSX.Element => (
  <div class="row">
    <label class="grow">
      {sp().site}
      <select name="site">
        {all('site').map((site) => (
          <option key={site.id} value={site.id}>
            {pick(site.name)}
          </option>
        ))}
      </select>
    </label>
    <label>
      {sp().number}
      <input class="narrow" name="number" type="number" min={1} max={9999} required />
    </label>
  </div>
);

export const AddForm = (): JSX.Element => (
  <details data-form="speaker.add">
    <summary>{sp().whoElse}</summary>
    <form class="stack" onSubmit={add}>
      <div class="row" role="group" aria-label={sp().whoElse}>
        <Choice value="number" label={sp().byNumber} />
        <Choice value="name" label={sp().byName} />
      </div>
      {by.value === 'number' ? (
        <Numbered />
      ) : (
        <label>
          {sp().name}
          <input name="name" required maxLength={200} autocomplete="off" />
        </label>
      )}
      <label>
        {sp().class}
        <select name="class">
          {[...CLASSES].reverse().map((name) => (
            <option key={name} value={name}>
              {sp().classes[name]}
            </option>
          ))}
        </select>
      </label>
      <p class="row">
        {by.value === 'number' && (
          <button class="main" data-action="speaker.request" disabled={!linked.value}>
            {sp().toList}
          </button>
        )}
        <button data-action="speaker.call" class={by.value === 'name' ? 'main' : ''} disabled={!linked.value}>
          {sp().callNow}
        </button>
      </p>
    </form>
  </details>
);
