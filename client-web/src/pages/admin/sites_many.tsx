// Sites by the dozen: "33 sites", or a table of them.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { planSites, SITES_MOST, sitesByNumber } from '../../core/sites_import.ts';
import type { PlannedSite, SiteWish } from '../../core/sites_import.ts';
import { TITLE_LENGTH } from '../../desk/fields.ts';
import { s } from '../../i18n/staff.ts';
import { su } from '../../i18n/setup.ts';
import { all, linked } from '../../ui/hub.ts';
import { number } from '../../ui/language.ts';
import { createBatch, isBusy } from './batch.tsx';
import { Faults } from './faults.tsx';
import { Field } from './form.tsx';
import { Importer } from './importer.tsx';
import { createImporting } from './importing.ts';
import type { ImportKind } from './importing.ts';
import { newKey, send } from './wire.ts';
import { m } from './words.ts';

const USUAL = 33;
const PEOPLE_SAY = 60;

export const sitesBatch = createBatch();

export function SitesByNumber({ close }: { close: () => void }): JSX.Element {
  const count = useSignal(USUAL);
  const hall = useSignal(!all('site').some(({ siteKind }) => siteKind === 'hall'));
  const vi = useSignal(su().siteVi);
  const en = useSignal('');
  const taken = all('site').map(({ id }) => id);
  const most = SITES_MOST - taken.length - (hall.value ? 1 : 0);
  const wishes: SiteWish[] = isBusy(sitesBatch) ? [] : sitesByNumber({ count: Math.max(0, Math.min(count.value, most)), withHall: hall.value, vi: vi.value.trim(), en: en.value.trim() }, taken);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    sitesBatch.begin(
      wishes.map((wish) => {
        const key = newKey();
        return { label: wish.site, go: () => send('site.add', wish, key) };
      }),
      close, // a second press would make as many again
    );
  };
  return (
    <section class="card stack" aria-label={su().sitesByNumber}>
      <form class="stack act" data-form="sites.by-number" onSubmit={submit}>
        <Faults />
        <h3>{su().sitesByNumber}</h3>
        <Field label={su().howMany}>
          <input name="count" type="number" required min={1} max={Math.max(1, most)} value={count.value} onInput={(event) => (count.value = Number(event.currentTarget.value))} />
        </Field>
        <Field label={su().sitesNameVi}>
          <input name="vi" required maxLength={TITLE_LENGTH - PEOPLE_SAY} value={vi.value} onInput={(event) => (vi.value = event.currentTarget.value)} />
        </Field>
        <Field label={su().sitesNameEn}>
          <input name="en" maxLength={TITLE_LENGTH - PEOPLE_SAY} value={en.value} placeholder={su().siteEn} lang="en" onInput={(event) => (en.value = event.currentTarget.value)} />
        </Field>
        <label class="row tick">
          <input type="checkbox" name="hall" checked={hall.value} onChange={(event) => (hall.value = event.currentTarget.checked)} /> {su().withHall}
        </label>
        {wishes.length > 0 && <p class="muted">{su().sitesWill(wishes[0]?.name.vi ?? '', wishes.at(-1)?.name.vi ?? '')}</p>}
        <p class="row">
          <button class="main" data-action="sites.by-number" disabled={isBusy(sitesBatch) || !linked.value}>
            {isBusy(sitesBatch) ? su().working : su().make(number(wishes.length))}
          </button>
          <button type="button" data-action="cancel" onClick={close}>
            {s().cancel}
          </button>
        </p>
      </form>
    </section>
  );
}

const FIELDS = ['site', 'name', 'english', 'siteKind', 'address'] as const;

const kind: ImportKind<PlannedSite> = {
  name: 'sites',
  how: () => su().importSitesHow,
  needed: ['name'],
  fields: FIELDS,
  example: () => [FIELDS.map((field) => (field === 'name' ? m().name : field === 'site' ? m().fields.person : m().fields[field])), ...su().exampleSites],
  basis: () => JSON.stringify(all('site').map(({ id, name, address, rev }) => [id, name, address, rev])),
  plan: async (table) => {
    const { columns, sites, faults } = planSites(table, all('site'));
    return { columns, planned: sites, faults };
  },
  label: ({ wish }) => `${wish.site} ${wish.name.vi}`,
  send: ({ act, wish, rev }, key) => {
    const { siteKind: _, ...changed } = wish;
    return act === 'change' ? send('site.change', { ...changed, rev }, key) : send('site.add', wish, key);
  },
  sent: () => undefined,
};

const importing = createImporting(kind);

export const SitesImport = ({ close }: { close: () => void }): JSX.Element => <Importer importing={importing} close={close} />;
