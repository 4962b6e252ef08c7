// The first minute of a conference: whoever has the address that the hub printed becomes its admin.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { LinkLost, Refused } from '../../core/link.ts';
import { NAME_GRAPHEMES } from '../../core/roster.ts';
import { su } from '../../i18n/setup.ts';
import { storageFor } from '../../ui/browser.ts';
import { linked, relay, state } from '../../ui/hub.ts';
import { LanguageButton, Notice, TopBar } from '../../ui/parts.tsx';
import { Faults } from './faults.tsx';
import { Field, IdField, maybe, word } from './form.tsx';
import { goToStep } from './guide_state.ts';

const PASSWORD_LEAST = 12;
const PASSWORD_MOST = 128;
const KEPT = 'lamrelay.admin.setup';

// As long as this tab: who reloads the page need not go back to the terminal.
function keptCode(): string {
  try {
    return sessionStorage.getItem(KEPT) ?? '';
  } catch {
    return '';
  }
}

function keep(code: string): void {
  try {
    if (code) sessionStorage.setItem(KEPT, code);
    else sessionStorage.removeItem(KEPT);
  } catch {
    // Then it lives as long as the page.
  }
}

const code = signal('');

/** Takes the code out of the address: it must not stay in the bar, the history or a shared screenshot. */
export function takeSetupCode(): void {
  const found = /^#setup=([\w-]+)/.exec(location.hash)?.[1];
  if (found) {
    keep(found);
    history.replaceState(null, '', location.pathname + location.search);
  }
  code.value = found ?? keptCode();
  addEventListener('hashchange', () => /^#setup=/.test(location.hash) && location.reload());
}

/** The hub waits for its first admin, or this browser came with a code. */
export const isFirstRun = (): boolean => state.value.hello?.setup === true || code.value !== '';

const busy = signal(false);
const trouble = signal('');

function showPassword({ currentTarget }: { currentTarget: HTMLInputElement }): void {
  const field = currentTarget.form?.elements.namedItem('password') as HTMLInputElement;
  field.type = currentTarget.checked ? 'text' : 'password';
}

async function begin(fields: FormData): Promise<void> {
  busy.value = true;
  trouble.value = '';
  try {
    const opened = await relay.ask('setup.open', {
      code: code.value,
      person: word(fields, 'person'),
      ...maybe(fields, 'name'),
      password: String(fields.get('password') ?? ''),
    });
    keep('');
    goToStep('conference');
    storageFor('admin.session').write(JSON.stringify({ token: opened.token, person: opened.person }));
    location.replace(`${location.pathname}${location.search}#conference`);
    location.reload();
  } catch (reason) {
    if (reason instanceof Refused) trouble.value = reason.data.code;
    else if (reason instanceof LinkLost) trouble.value = 'no_link';
    else throw reason;
  } finally {
    busy.value = false;
  }
}

const leave = (): void => {
  keep('');
  code.value = '';
};

export function FirstRun(): JSX.Element {
  if (state.value.hello?.setup !== true) {
    return (
      <Notice screen="setup-void" title={su().codeVoid}>
        <p>{su().codeVoidWhat}</p>
        <LanguageButton />
        <button type="button" class="main" data-action="leave-setup" onClick={leave}>
          {su().toSignIn}
        </button>
      </Notice>
    );
  }
  if (code.value === '') {
    return (
      <Notice screen="setup-needed" title={su().codeNeeded}>
        <p>{su().codeNeededWhat}</p>
        <LanguageButton />
      </Notice>
    );
  }
  return (
    <main class="sign-in" data-screen="setup">
      <TopBar />
      <form
        class="card stack"
        data-form="setup.open"
        onSubmit={(event) => {
          event.preventDefault();
          void begin(new FormData(event.currentTarget as HTMLFormElement));
        }}
      >
        <Faults />
        <h2>{su().firstTitle}</h2>
        <p>{su().firstWhat}</p>
        <Field label={su().firstName}>
          <input name="name" maxLength={NAME_GRAPHEMES} autocomplete="name" />
        </Field>
        <IdField name="person" label={su().firstAccount} first="admin" />
        <Field label={su().firstPassword} hint={su().firstPasswordHint(PASSWORD_LEAST)}>
          <input name="password" type="password" required minLength={PASSWORD_LEAST} maxLength={PASSWORD_MOST} autocomplete="new-password" />
        </Field>
        <label class="row tick">
          <input type="checkbox" name="show" onChange={showPassword} /> {su().showPassword}
        </label>
        <p class="trouble" role="alert" data-trouble={trouble.value}>
          {trouble.value && (su().errors[trouble.value] ?? trouble.value)}
        </p>
        <button class="main" data-action="setup.open" disabled={busy.value || !linked.value}>
          {busy.value ? su().beginning : su().begin}
        </button>
      </form>
    </main>
  );
}
