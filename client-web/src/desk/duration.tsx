// A duration as it is said in a hall: so many minutes and seconds.
import type { JSX } from 'preact';
import { DURATION_MOST, partsOf, secondsIn } from '../core/duration.ts';
import { du } from '../i18n/duration.ts';

const forget = (event: Event): void => (event.currentTarget as HTMLElement).querySelectorAll('input').forEach((field) => field.setCustomValidity(''));

const Part = ({ name, most, value, label }: { name: 'minutes' | 'seconds'; most: number; value: string; label: string }): JSX.Element => (
  <label class="row">
    <input class="part" name={name} type="number" inputMode="numeric" min={0} max={most} placeholder="–" defaultValue={value} /> {label}
  </label>
);

/** `seconds`: what stands in it at first; nothing = no limit, which may then be left so. */
export const Duration = ({ seconds }: { seconds?: number }): JSX.Element => {
  const parts = partsOf(seconds);
  return (
    <span class="duration row" role="group" aria-label={du().duration} title={du().none} onInput={forget}>
      <Part name="minutes" most={DURATION_MOST / 60} value={parts.minutes} label={du().minutes} />
      <Part name="seconds" most={DURATION_MOST} value={parts.seconds} label={du().seconds} />
    </span>
  );
};

/** What a form with a Duration says; null: it has said in its place what is wrong. */
export function durationOf(form: HTMLFormElement): { seconds?: number } | null {
  const data = new FormData(form);
  const total = secondsIn({ minutes: String(data.get('minutes') ?? ''), seconds: String(data.get('seconds') ?? '') });
  if (total === undefined) return {};
  if (total !== null) return { seconds: total };
  const field = form.elements.namedItem('seconds') as HTMLInputElement;
  field.setCustomValidity(du().wrong);
  field.reportValidity();
  return null;
}
