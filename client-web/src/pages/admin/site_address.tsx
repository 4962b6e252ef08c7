// The field for the address of a site's machine, and one that is given before a bundle is made.
import type { JSX } from 'preact';
import { ADDRESS_BYTES, addressWish } from '../../core/site_address.ts';
import { sa } from '../../i18n/site_address.ts';
import { all } from '../../ui/hub.ts';
import { Field } from './form.tsx';
import { newKey, send } from './wire.ts';

export const AddressField = ({ label, hint, known = '' }: { label: string; hint: string; known?: string | undefined }): JSX.Element => (
  <Field label={label} hint={hint}>
    <input
      name="address"
      type="text"
      inputMode="url"
      maxLength={ADDRESS_BYTES}
      autocomplete="off"
      autocapitalize="none"
      spellcheck={false}
      placeholder={sa().form}
      defaultValue={known}
    />
  </Field>
);

/** The site has what the field says, which may have {site} in it, before this is over. */
export async function giveAddress(site: string, typed: string): Promise<void> {
  const row = all('site').find(({ id }) => id === site);
  const wish = row && addressWish(typed.replaceAll('{site}', site), row.address);
  if (wish) await send('site.change', { site, rev: row.rev, ...wish }, newKey());
}
