// The own password once more, before what gives access: asked for in its form, kept nowhere.
import type { JSX } from 'preact';
import { Refused } from '../../core/link.ts';
import type { ErrorData } from '../../core/types.gen.ts';
import { ag } from '../../i18n/again.ts';

const PASSWORD_MOST = 128;

export const PasswordField = (): JSX.Element => (
  <label>
    {ag().password}
    <input name="password" type="password" required maxLength={PASSWORD_MOST} autocomplete="current-password" />
  </label>
);

export const passwordIn = (fields: FormData): string => String(fields.get('password') ?? '');

export const withPassword = (fields: FormData): { password: string } => ({ password: passwordIn(fields) });

export const emptyPassword = (form: HTMLFormElement): void => {
  const field = form.querySelector<HTMLInputElement>('[name=password]');
  if (field) field.value = '';
};

const isWrong = ({ code, field }: Partial<ErrorData>): boolean => code === 'bad_credentials' || field === 'password';

/** All else that was filled in stays; whoever sent it goes on at the field. */
export function askAgain(form: HTMLFormElement, reason: unknown): void {
  if (!(reason instanceof Refused) || !isWrong(reason.data)) return;
  emptyPassword(form);
  // After this drawing: until then the button that has the focus is not for use.
  requestAnimationFrame(() => form.querySelector<HTMLInputElement>('[name=password]')?.focus());
}
