// One form of this page: it says what is wrong beside itself, keeps what was typed, and repeats an act under the same key.
import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { LinkLost, Refused } from '../../core/link.ts';
import type { ErrorData, Texts } from '../../core/types.gen.ts';
import { ag } from '../../i18n/again.ts';
import { errorText } from '../../i18n/common.ts';
import { sa } from '../../i18n/site_address.ts';
import { s } from '../../i18n/staff.ts';
import { sr } from '../../i18n/sure.ts';
import { linked } from '../../ui/hub.ts';
import { say } from '../../ui/say.ts';
import { TITLE_LENGTH } from '../../desk/fields.ts';
import { Faults } from './faults.tsx';
import { askAgain } from './password.tsx';
import { markSaved } from './sections.tsx';
import { newKey, send } from './wire.ts';
import type { AdminCommand, Wish } from './wire.ts';
import { m } from './words.ts';

export function refusalWords({ code, field }: { code: string; field?: string }): string {
  const ofPassword = code === 'bad_credentials' || field === 'password' ? ag().errors[code] : undefined;
  if (ofPassword !== undefined) return ofPassword;
  const own: Partial<Record<string, string>> = m().errors;
  const shared: Partial<Record<string, string>> = s().errors;
  const fields: Partial<Record<string, string>> = m().fields;
  const why = (field === 'address' ? sa().errors[code] : undefined) ?? own[code] ?? shared[code] ?? errorText(code);
  return field === undefined ? why : `${fields[field] ?? field}: ${why}`;
}

// A fixed function, or the field would take the focus again with every drawing.
export const focusFirst = (form: HTMLFormElement | null): void => {
  if (!form || form.dataset['begun']) return;
  form.dataset['begun'] = 'yes';
  form.querySelector<HTMLElement>('input:not([type=hidden]):not(:disabled), select, textarea')?.focus();
};

function goBack(opener: Element | null): void {
  // After this drawing: then it is known whether the button that opened the form is still there.
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return;
    const place = opener instanceof HTMLElement && opener.isConnected && opener !== document.body ? opener : document.getElementById('section-title');
    place?.focus();
  });
}

/** Whoever came by keyboard goes on where they were. */
export function useWayBack(): void {
  const opener = useRef(document.activeElement);
  useEffect(() => () => goBack(opener.current), []);
}

interface ActFormProps<M extends AdminCommand> {
  method: M;
  label: string;
  /** What the fields say; null when they say nothing that could be sent. */
  wish: (fields: FormData) => Wish<M> | null;
  /** The hub has it on disk. */
  done: () => void;
  cancel?: () => void;
  children: ComponentChildren;
}

export function ActForm<M extends AdminCommand>({ method, label, wish, done, cancel, children }: ActFormProps<M>): JSX.Element {
  const busy = useSignal(false);
  const refusal = useSignal<ErrorData | { code: 'no_link'; field?: string } | null>(null);
  useWayBack();
  // An act whose answer was lost may have happened: the same words go again under the same key.
  const open = useRef({ words: '', key: '' });

  async function act(form: HTMLFormElement): Promise<void> {
    const wanted = wish(new FormData(form));
    if (!wanted || busy.value) return;
    const words = JSON.stringify(wanted, (name, value: unknown) => (name === 'password' ? undefined : value));
    if (open.current.words !== words) open.current = { words, key: newKey() };
    busy.value = true;
    refusal.value = null;
    try {
      await send(method, wanted, open.current.key);
      open.current = { words: '', key: '' };
      form.reset();
      say(m().saved);
      markSaved();
      done();
    } catch (reason) {
      if (reason instanceof Refused) {
        refusal.value = reason.data;
        askAgain(form, reason);
        if (reason.data.code !== 'busy') open.current = { words: '', key: '' };
      } else if (reason instanceof LinkLost) refusal.value = { code: 'no_link' };
      else throw reason;
    } finally {
      busy.value = false;
    }
  }

  return (
    <form
      class="stack act"
      data-form={method}
      ref={focusFirst}
      onSubmit={(event) => {
        event.preventDefault();
        void act(event.currentTarget as HTMLFormElement);
      }}
      onKeyDown={(event) => event.key === 'Escape' && !event.isComposing && cancel?.()}
    >
      <Faults refused={refusal.value} why={refusal.value ? refusalWords(refusal.value) : ''} />
      {children}
      <p class="trouble" role="alert" data-refused={refusal.value?.code}>
        {refusal.value && refusalWords(refusal.value)}
      </p>
      <p class="row">
        <button class="main" data-action={method} disabled={busy.value || !linked.value}>
          {busy.value ? m().sending : label}
        </button>
        {cancel && (
          <button type="button" data-action="cancel" onClick={cancel}>
            {s().cancel}
          </button>
        )}
      </p>
    </form>
  );
}

/** Before what cannot be taken back; its button says of whom. */
export const Sure = ({ children }: { children?: ComponentChildren }): JSX.Element => (
  <label class="row tick">
    <input type="checkbox" name="sure" required /> {children ?? sr().sure}
  </label>
);

export const word = (fields: FormData, name: string): string => String(fields.get(name) ?? '').trim();

/** Blank is left out of what is sent. */
export const maybe = <N extends string>(fields: FormData, name: N): Partial<Record<N, string>> => {
  const text = word(fields, name);
  return text === '' ? {} : ({ [name]: text } as Partial<Record<N, string>>);
};

export function textsIn(fields: FormData): Texts {
  const en = word(fields, 'en');
  return { vi: word(fields, 'vi'), ...(en ? { en } : {}) };
}

export const Field = ({ label, hint, children }: { label: string; hint?: string; children: ComponentChildren }): JSX.Element => (
  <label>
    {label}
    {children}
    {hint && <small>{hint}</small>}
  </label>
);

export const TextsFields = ({ texts, vi, en }: { texts?: Texts | undefined; vi: string; en: string }): JSX.Element => (
  <>
    <Field label={vi}>
      <input name="vi" required maxLength={TITLE_LENGTH} defaultValue={texts?.vi ?? ''} />
    </Field>
    <Field label={en}>
      <input name="en" maxLength={TITLE_LENGTH} defaultValue={texts?.en ?? ''} lang="en" />
    </Field>
  </>
);

export const IdField = ({ name, label, known, first = '', most = 40 }: { name: string; label: string; known?: string | undefined; first?: string; most?: number }): JSX.Element => (
  <Field label={label} hint={known === undefined ? m().idHint : ''}>
    <input
      name={name}
      required
      maxLength={most}
      pattern="[a-z0-9_\-]+"
      title={m().idHint}
      autocomplete="off"
      autocapitalize="none"
      spellcheck={false}
      defaultValue={known ?? first}
      readOnly={known !== undefined}
    />
  </Field>
);
