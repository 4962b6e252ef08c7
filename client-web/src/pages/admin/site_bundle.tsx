// The file by which the machine at a site is started: made by the hub, fetched once, kept nowhere here. Or its certificates revoked.
import { signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { LinkLost, Refused } from '../../core/link.ts';
import { bu } from '../../i18n/bundles.ts';
import { sa } from '../../i18n/site_address.ts';
import { s } from '../../i18n/staff.ts';
import { sr } from '../../i18n/sure.ts';
import { all, linked, relay } from '../../ui/hub.ts';
import { number } from '../../ui/language.ts';
import { say } from '../../ui/say.ts';
import { siteName } from '../../ui/staff.tsx';
import { commandsOf } from './export.tsx';
import { Faults } from './faults.tsx';
import { focusFirst, refusalWords, Sure, word } from './form.tsx';
import { askAgain, emptyPassword, PasswordField, passwordIn } from './password.tsx';
import { AddressField, giveAddress } from './site_address.tsx';
import { ask } from './wire.ts';

/** Whether this hub can make bundles at all; null until it has said so. */
const can = signal<boolean | null>(null);

export function learnWhetherBundles(): void {
  ask('hub.health', {}).then(
    ({ bundles }) => (can.value = bundles),
    () => undefined,
  );
}

function save(name: string, bytes: Blob): void {
  const url = URL.createObjectURL(bytes);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

class NotFetched extends Error {}

async function download(site: string, password: string): Promise<void> {
  const { ticket, file } = await relay.ask('bundle.make', { site, password });
  const answer = await fetch('/bundle', { headers: { Authorization: `Bearer ${ticket}` }, cache: 'no-store', credentials: 'omit' }).catch(() => null);
  if (!answer?.ok) throw new NotFetched();
  save(file, await answer.blob());
  say(bu().made(file));
}

async function revoke(site: string, password: string): Promise<void> {
  const { revoked } = await relay.ask('certificate.revoke', { site, password });
  say(bu().revoked(number(revoked)));
}

/** What the hub says of an address names the field; all else is of the bundle. */
const troubleOf = (reason: unknown): string => {
  if (reason instanceof LinkLost) return bu().errors['no_link'] ?? '';
  if (reason instanceof NotFetched) return bu().errors['not_fetched'] ?? '';
  if (!(reason instanceof Refused)) throw reason;
  const { code, field } = reason.data;
  return (field === 'address' && sa().errors[code] !== undefined ? undefined : bu().errors[code]) ?? refusalWords(reason.data);
};

const Making = ({ one }: { one: string | undefined }): JSX.Element => (
  <>
    <h3>{one ? bu().title(one) : bu().titleAll}</h3>
    {can.value === false ? (
      <p data-bundle="none">
        {bu().none} <code>{commandsOf(one).bundle}</code>
      </p>
    ) : (
      <>
        <p>{bu().what}</p>
        {one ? (
          <AddressField label={sa().label} hint={sa().bundleHint} known={all('site').find(({ id }) => id === one)?.address} />
        ) : (
          <AddressField label={sa().allLabel} hint={sa().allHint} />
        )}
        <PasswordField />
      </>
    )}
  </>
);

/** For one site, or for several one after another. */
export function SiteBundle({ sites, close }: { sites: readonly string[]; close: () => void }): JSX.Element {
  const busy = useSignal(false);
  const trouble = useSignal('');
  const done = useSignal('');
  /** Whether the certificates are to be revoked, not made. */
  const asks = useSignal(false);
  const one = sites.length === 1 ? sites[0] : undefined;

  function turn(toRevoke: boolean): void {
    asks.value = toRevoke;
    trouble.value = '';
  }

  const leave = (): void => (asks.value ? turn(false) : close());

  async function act(form: HTMLFormElement, what: 'make' | 'revoke'): Promise<void> {
    if (busy.value || !form.reportValidity()) return;
    const fields = new FormData(form);
    const password = passwordIn(fields);
    let at = '';
    busy.value = true;
    trouble.value = done.value = '';
    try {
      for (const site of sites) {
        at = site;
        if (what === 'make') {
          if (one || word(fields, 'address')) await giveAddress(site, word(fields, 'address'));
          await download(site, password);
        } else await revoke(site, password);
        done.value = site;
      }
      emptyPassword(form);
      asks.value = false;
    } catch (reason) {
      trouble.value = `${one ? '' : `${at}: `}${troubleOf(reason)}`;
      askAgain(form, reason);
    } finally {
      busy.value = false;
    }
  }

  return (
    <section class="card" data-bundle-of={one ?? 'all'}>
      <form
        class="stack act"
        key={asks.value ? 'revoke' : 'make'}
        data-form="bundle.make"
        ref={focusFirst}
        onSubmit={(event) => {
          event.preventDefault();
          void act(event.currentTarget as HTMLFormElement, asks.value ? 'revoke' : 'make');
        }}
        onKeyDown={(event) => event.key === 'Escape' && !event.isComposing && leave()}
      >
        <Faults />
        {asks.value ? (
          <>
            <h3>{sr().certificates(siteName(one))}</h3>
            <p>{bu().revokeWhat}</p>
            <Sure />
            <PasswordField />
          </>
        ) : (
          <Making one={one} />
        )}
        <p class="trouble" role="alert" data-bundle="trouble">
          {trouble.value}
        </p>
        <p class="row">
          {asks.value ? (
            <button class="main" data-action="certificate.revoke" disabled={busy.value || !linked.value}>
              {busy.value ? bu().working : sr().certificates(siteName(one))}
            </button>
          ) : (
            can.value !== false && (
              <>
                <button class="main" data-action="bundle.make" data-done={done.value} disabled={busy.value || !linked.value || sites.length === 0}>
                  {busy.value ? bu().working : bu().make}
                </button>
                {one && (
                  <button type="button" data-action="certificate.revoke-open" disabled={busy.value} onClick={() => turn(true)}>
                    {sr().certificatesOpen}
                  </button>
                )}
              </>
            )
          )}
          <button type="button" data-action="cancel" onClick={leave}>
            {asks.value ? s().cancel : bu().close}
          </button>
        </p>
      </form>
    </section>
  );
}
