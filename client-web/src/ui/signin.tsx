import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { CODE_DIGITS, digitsOf, isCode } from '../core/code.ts';
import { errorText, t } from '../i18n/common.ts';
import { cardRefused, signIn, state } from './hub.ts';
import { Slow, TopBar } from './parts.tsx';

/** Why nobody could sign in; empty = nothing was wrong so far. */
export const trouble = signal('');
const busy = signal(false);

async function open(params: Parameters<typeof signIn>[0]): Promise<void> {
  busy.value = true;
  cardRefused.value = '';
  trouble.value = (await signIn(params)) ?? '';
  busy.value = false;
}

const fieldOf = (form: EventTarget | null, name: string): string => String(new FormData(form as HTMLFormElement).get(name) ?? '');

const troubleText = (): string => {
  const code = trouble.value || cardRefused.value;
  if (code === 'code_short') return t().codeShort;
  if (code === 'code_wrong') return t().codeWrong;
  return code && errorText(code);
};

export const Trouble = (): JSX.Element => (
  <p id="trouble" role="alert" class="trouble" data-trouble={trouble.value || cardRefused.value}>
    {troubleText()}
  </p>
);

function submitCode(event: SubmitEvent): void {
  event.preventDefault();
  const digits = digitsOf(fieldOf(event.currentTarget, 'code'));
  if (digits.length !== CODE_DIGITS) trouble.value = 'code_short';
  else if (!isCode(digits)) trouble.value = 'code_wrong';
  else void open({ code: digits });
}

export const CodeSignIn = (): JSX.Element => (
  <main data-screen="sign-in">
    <TopBar />
    <form class="card" onSubmit={submitCode}>
      <label for="code">{t().code}</label>
      <input
        id="code"
        name="code"
        inputMode="numeric"
        autocomplete="off"
        placeholder="000 000 000 000"
        aria-describedby="trouble"
      />
      <Trouble />
      <button class="main" data-action="session.open" disabled={busy.value}>
        {t().signIn}
      </button>
      <p>{t().codeHint}</p>
    </form>
    {!state.value.hello && <Slow />}
  </main>
);

export function submitPassword(event: SubmitEvent): void {
  event.preventDefault();
  void open({ name: fieldOf(event.currentTarget, 'name').trim(), password: fieldOf(event.currentTarget, 'password') });
}

export { busy };
