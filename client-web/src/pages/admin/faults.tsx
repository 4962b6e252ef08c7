// Why a form was not sent: under each field that is not right, and, when there are several, above them all with a way to each. In the words of this page, which
// need not be the browser's language.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { fa } from '../../i18n/faults.ts';
import { number } from '../../ui/language.ts';

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

interface Fault {
  readonly control: Control;
  readonly label: string;
  readonly why: string;
}

const CONTROLS = 'input, select, textarea';

const isControl = (element: unknown): element is Control => element instanceof HTMLElement && element.matches(CONTROLS);

/** The words of the label, without its hint. */
const labelOf = ({ labels, name }: Control): string => [...(labels?.[0]?.childNodes ?? [])].find((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim())?.textContent?.trim() ?? name;

function whyOf(control: Control): string {
  const { validity } = control;
  const { type, min, max, minLength } = control as HTMLInputElement;
  if (validity.valueMissing) return type === 'checkbox' ? fa().tick : fa().missing;
  if (validity.tooShort) return fa().short(number(minLength));
  if (validity.rangeUnderflow) return fa().least(number(Number(min)));
  if (validity.rangeOverflow) return fa().most(number(Number(max)));
  return fa().bad;
}

const faultOf = (control: Control): Fault => ({ control, label: labelOf(control), why: whyOf(control) });

/** Fields that a form calls otherwise than the hub. */
const CALLED: Partial<Record<string, string>> = { title: 'vi', name: 'vi', seconds: 'minutes', theme: 'theme-vi' };

function controlOf(form: HTMLFormElement, field: string): Control | undefined {
  const found = form.elements.namedItem(field) ?? form.elements.namedItem(CALLED[field] ?? '');
  const first = found instanceof RadioNodeList ? found[0] : found;
  return isControl(first) && !first.matches('[readonly]') ? first : undefined;
}

function show({ control, why }: Fault, id: string): void {
  control.setAttribute('aria-invalid', 'true');
  control.setAttribute('aria-describedby', id);
  control.labels?.[0]?.setAttribute('data-why', why);
}

function clear({ control }: Fault): void {
  control.removeAttribute('aria-invalid');
  control.removeAttribute('aria-describedby');
  control.labels?.[0]?.removeAttribute('data-why');
}

interface FaultsProps {
  /** What the hub refused, and why in words. */
  refused?: { readonly field?: string } | null;
  why?: string;
}

/** Stands first in its form. */
export function Faults({ refused = null, why: refusal = '' }: FaultsProps): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const faults = useSignal<readonly Fault[]>([]);
  const id = useId();
  const several = faults.value.length > 1;

  function put(next: readonly Fault[]): void {
    for (const fault of faults.peek()) clear(fault);
    next.forEach((fault, index) => show(fault, `${id}-${index}`));
    faults.value = next;
  }

  useEffect(() => {
    const form = place.current?.closest('form');
    if (!form) return undefined;
    let waiting = false;
    // The browser tells of one field after another: all are looked at when it has told of the first.
    const invalid = (event: Event): void => {
      event.preventDefault();
      if (waiting) return;
      waiting = true;
      put([...form.querySelectorAll<Control>(CONTROLS)].filter(({ willValidate, validity }) => willValidate && !validity.valid).map(faultOf));
      requestAnimationFrame(() => {
        waiting = false;
        const [first, ...others] = faults.peek();
        (others.length > 0 ? place.current : first?.control)?.focus();
      });
    };
    const written = ({ target }: Event): void => {
      if (faults.peek().some(({ control }) => control === target && control.validity.valid)) put(faults.peek().filter(({ control }) => control !== target));
    };
    const sent = (): void => put([]);
    form.addEventListener('invalid', invalid, true);
    form.addEventListener('input', written);
    form.addEventListener('submit', sent);
    return () => {
      form.removeEventListener('invalid', invalid, true);
      form.removeEventListener('input', written);
      form.removeEventListener('submit', sent);
    };
  }, []);

  useEffect(() => {
    const form = place.current?.closest('form');
    const control = form && refused?.field !== undefined ? controlOf(form, refused.field) : undefined;
    if (!control) return;
    put([{ control, label: labelOf(control), why: refusal }]);
    control.focus();
  }, [refused]);

  return (
    <div ref={place} class={several ? 'faults stack' : 'unseen'} role={several ? 'group' : undefined} tabIndex={-1} aria-labelledby={several ? id : undefined} data-faults-of={faults.value.map(({ control }) => control.name).join(' ')}>
      {several && <b id={id}>{fa().title(number(faults.value.length))}</b>}
      <ul class="plain">
        {faults.value.map(({ control, label, why }, index) => (
          <li key={control.name} id={`${id}-${index}`}>
            {several ? (
              <a
                href={location.hash || '#'}
                onClick={(event) => {
                  event.preventDefault();
                  control.focus();
                }}
              >
                {label}
              </a>
            ) : (
              label
            )}
            : {why}
          </li>
        ))}
      </ul>
    </div>
  );
}
