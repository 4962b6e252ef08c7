import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { SiteRow } from '../../core/types.gen.ts';
import { addressWish } from '../../core/site_address.ts';
import { bu } from '../../i18n/bundles.ts';
import { su } from '../../i18n/setup.ts';
import { sa } from '../../i18n/site_address.ts';
import { all, live } from '../../ui/hub.ts';
import { number } from '../../ui/language.ts';
import { Bi } from '../../ui/parts.tsx';
import { BatchState } from './batch.tsx';
import { ActForm, Field, IdField, textsIn, TextsFields, word } from './form.tsx';
import { showPeopleOf } from './people_list.ts';
import { AddressField } from './site_address.tsx';
import { learnWhetherBundles, SiteBundle } from './site_bundle.tsx';
import { Heading } from './sections.tsx';
import { SitesByNumber, sitesBatch, SitesImport } from './sites_many.tsx';
import { loadStaff, staff } from './wire.ts';
import { m } from './words.ts';

/** The site as it was when its form was opened, or a new one. */
const form = signal<SiteRow | 'new' | null>(null);
const close = (): unknown => (form.value = null);
/** What makes many at once. */
const tool = signal<'number' | 'import' | null>(null);

/** Whose bundle is to be made: a site, or all of them. */
const bundleOf = signal<string | null>(null);
const ALL = '*';

function openBundle(site: string): void {
  learnWhetherBundles();
  bundleOf.value = site;
}

function SiteForm({ row }: { row: SiteRow | 'new' }): JSX.Element {
  if (row === 'new') {
    return (
      <ActForm
        method="site.add"
        label={m().add}
        wish={(fields) => ({ site: word(fields, 'site'), name: textsIn(fields), siteKind: word(fields, 'siteKind') as SiteRow['siteKind'], ...addressWish(word(fields, 'address'), undefined) })}
        done={close}
        cancel={close}
      >
        <h3>{m().newSite}</h3>
        <IdField name="site" label={m().siteId} most={32} />
        <TextsFields vi={m().nameVi} en={m().nameEn} />
        <Field label={m().fields.siteKind}>
          <select name="siteKind">
            <option value="remote">{m().siteKinds.remote}</option>
            <option value="hall">{m().siteKinds.hall}</option>
          </select>
        </Field>
        <AddressField label={sa().label} hint={sa().hint} />
      </ActForm>
    );
  }
  return (
    <ActForm
      key={row.id}
      method="site.change"
      label={m().save}
      wish={(fields) => ({ site: row.id, rev: row.rev, name: textsIn(fields), ...addressWish(word(fields, 'address'), row.address) })}
      done={close}
      cancel={close}
    >
      <h3>
        {m().change}: <bdi>{row.id}</bdi>
      </h3>
      <TextsFields texts={row.name} vi={m().nameVi} en={m().nameEn} />
      <AddressField label={sa().label} hint={sa().hint} known={row.address} />
    </ActForm>
  );
}

function Site({ row }: { row: SiteRow }): JSX.Element {
  const present = live.value?.present?.find(({ site }) => site === row.id)?.people ?? 0;
  const operators = staff.value?.filter(({ site, roles }) => site === row.id && roles.includes('operator'));
  return (
    <tr data-site={row.id}>
      <td data-label={m().fields.person}>
        <code>{row.id}</code>
      </td>
      <th scope="row" data-label={m().name}>
        <Bi text={row.name} />
        {row.address !== undefined && (
          <small data-address={row.address}>
            <bdi>{row.address}</bdi>
          </small>
        )}
      </th>
      <td class="whole" data-label={m().fields.siteKind}>{m().siteKinds[row.siteKind]}</td>
      <td class="figure" data-label={m().people}>
        {number(row.people)}
      </td>
      <td class="figure" data-label={m().present}>
        {number(present)}
      </td>
      <td data-label={m().operators} data-operators={operators?.length}>
        {operators === undefined ? '…' : operators.length === 0 ? <span class="lack">{m().none}</span> : <bdi>{operators.map(({ person, name }) => name ?? person).join(', ')}</bdi>}
      </td>
      <td class="row">
        <button type="button" data-action="site.change-open" aria-label={`${m().changeDots} ${row.id}`} onClick={() => (form.value = row)}>
          {m().changeDots}
        </button>
        <button type="button" class="quiet" data-action="people-of" aria-label={`${m().people} ${row.id}`} onClick={() => showPeopleOf(row.id)}>
          {m().people}
        </button>
        {row.siteKind === 'remote' && (
          <button type="button" class="quiet" data-action="bundle.make-open" aria-label={`${bu().open} ${row.id}`} onClick={() => openBundle(row.id)}>
            {bu().open}
          </button>
        )}
      </td>
    </tr>
  );
}

export function SitesSection(): JSX.Element {
  void loadStaff();
  const sites = all('site');
  return (
    <>
      <Heading name="sites">
        <span class="row">
          <button type="button" data-action="sites.by-number-open" aria-expanded={tool.value === 'number'} onClick={() => (tool.value = tool.value === 'number' ? null : 'number')}>
            {su().byNumber}
          </button>
          <button type="button" data-action="sites.import-open" aria-expanded={tool.value === 'import'} onClick={() => (tool.value = tool.value === 'import' ? null : 'import')}>
            {m().importCsv}
          </button>
          <button type="button" data-action="bundle.make-all-open" onClick={() => openBundle(ALL)}>
            {bu().all}
          </button>
          <button type="button" class="main" data-action="site.add-open" onClick={() => (form.value = 'new')}>
            {m().newSite}
          </button>
        </span>
      </Heading>
      {tool.value === 'number' && <SitesByNumber close={() => (tool.value = null)} />}
      <BatchState batch={sitesBatch} />
      {tool.value === 'import' && <SitesImport close={() => (tool.value = null)} />}
      {form.value && (
        <section class="card">
          <SiteForm row={form.value} />
        </section>
      )}
      {bundleOf.value && (
        <SiteBundle
          key={bundleOf.value}
          sites={bundleOf.value === ALL ? sites.filter(({ siteKind }) => siteKind === 'remote').map(({ id }) => id) : [bundleOf.value]}
          close={() => (bundleOf.value = null)}
        />
      )}
      {sites.length === 0 ? (
        <p class="empty">{m().noSites}</p>
      ) : (
        <table class="listing" aria-label={m().sections.sites}>
          <thead>
            <tr>
              <th scope="col">{m().fields.person}</th>
              <th scope="col">{m().name}</th>
              <th scope="col">{m().fields.siteKind}</th>
              <th scope="col" class="figure">{m().people}</th>
              <th scope="col" class="figure">{m().present}</th>
              <th scope="col">{m().operators}</th>
              <th scope="col">
                <span class="unseen">{m().acts}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {sites.map((row) => (
              <Site key={row.id} row={row} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
