import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { isNamed } from '../../core/first_run.ts';
import type { Readiness } from '../../core/readiness.ts';
import type { ConferenceRow } from '../../core/types.gen.ts';
import { su } from '../../i18n/setup.ts';
import { TITLE_LENGTH } from '../../desk/fields.ts';
import { one } from '../../ui/hub.ts';
import { number, pick } from '../../ui/language.ts';
import { Bi } from '../../ui/parts.tsx';
import { board } from './board.ts';
import { ActForm, Field, textsIn, word } from './form.tsx';
import { openStep } from './guide.tsx';
import { guideIsOn, step } from './guide_state.ts';
import { Heading } from './sections.tsx';
import { loadStaff } from './wire.ts';
import type { Wish } from './wire.ts';
import { m } from './words.ts';

const SHOWN = 6;

function Point({ point }: { point: Readiness }): JSX.Element {
  const names = point.about.slice(0, SHOWN).map((name) => (typeof name === 'string' ? name : pick(name)));
  const rest = point.about.length - names.length;
  const section = m().pointSections[point.point];
  const state = point.ready ? 'ready' : point.weight;
  return (
    <li data-point={point.point} data-state={state} data-count={point.count}>
      <span class="mark" aria-hidden="true">
        {point.ready ? '✓' : point.weight === 'must' ? '✗' : '!'}
      </span>
      <span class="grow">
        <b>{m().readyStates[state]}</b> · {point.ready ? m().points[point.point].ready : m().points[point.point].lacking(number(point.count))}
        {!point.ready && names.length > 0 && (
          <small>
            {' '}
            {names.join(' · ')}
            {rest > 0 && ` ${m().andMore(number(rest))}`}
          </small>
        )}
      </span>
      {!point.ready && section && <a href={`#${section}`}>{m().sections[section]}</a>}
    </li>
  );
}

function ReadinessList(): JSX.Element {
  void loadStaff();
  const points = board();
  if (!points) return <p class="muted">{m().loading}</p>;
  const lacking = points.filter(({ ready, weight }) => !ready && weight === 'must').length;
  const rank = ({ ready, weight }: Readiness): number => (ready ? 2 : weight === 'must' ? 0 : 1);
  return (
    <>
      <p data-lacking={lacking}>{lacking === 0 ? m().nothingLacks : m().lacks(lacking)}</p>
      <ul class="plain readiness">
        {[...points].sort((a, b) => rank(a) - rank(b)).map((point) => (
          <Point key={point.point} point={point} />
        ))}
      </ul>
    </>
  );
}

/** The row as it was when the form was opened. */
const form = signal<ConferenceRow | null>(null);
const close = (): unknown => (form.value = null);

function wishOf(fields: FormData, row: ConferenceRow): Wish<'conference.change'> {
  const themeVi = word(fields, 'theme-vi');
  const themeEn = word(fields, 'theme-en');
  const theme = themeVi ? { theme: { vi: themeVi, ...(themeEn ? { en: themeEn } : {}) } } : row.theme ? { clear: ['theme' as const] } : {};
  return { rev: row.rev, title: textsIn(fields), ...theme };
}

const TitleForm = ({ row, cancel }: { row: ConferenceRow; cancel?: () => void }): JSX.Element => (
  <ActForm key={row.rev} method="conference.change" label={m().save} wish={(fields) => wishOf(fields, row)} done={close} {...(cancel ? { cancel } : {})}>
    <Field label={su().titleVi}>
      <input name="vi" required maxLength={TITLE_LENGTH} defaultValue={isNamed(row) ? row.title.vi : ''} />
    </Field>
    <Field label={su().titleEn}>
      <input name="en" maxLength={TITLE_LENGTH} defaultValue={isNamed(row) ? (row.title.en ?? '') : ''} lang="en" />
    </Field>
    <Field label={su().themeVi}>
      <input name="theme-vi" maxLength={TITLE_LENGTH} defaultValue={row.theme?.vi ?? ''} />
    </Field>
    <Field label={su().themeEn}>
      <input name="theme-en" maxLength={TITLE_LENGTH} defaultValue={row.theme?.en ?? ''} lang="en" />
    </Field>
  </ActForm>
);

function Title({ row }: { row: ConferenceRow }): JSX.Element {
  if (form.value || !isNamed(row)) return <TitleForm row={form.value ?? row} {...(form.value ? { cancel: close } : {})} />;
  return (
    <>
      <dl>
        <dt>{m().title}</dt>
        <dd>
          <Bi text={row.title} />
        </dd>
        {row.theme && (
          <>
            <dt>{m().theme}</dt>
            <dd>
              <Bi text={row.theme} />
            </dd>
          </>
        )}
        <dt>{m().addresses}</dt>
        <dd>
          <code>{location.origin}/</code> <small>{m().addressesHint}</small>
        </dd>
      </dl>
      <p class="row">
        <button type="button" data-action="conference.change-open" onClick={() => (form.value = row)}>
          {su().changeTitle}
        </button>
      </p>
    </>
  );
}

const Board = (): JSX.Element => (
  <section class="card stack" aria-labelledby="readiness">
    <h3 id="readiness">{m().beforeDoors}</h3>
    <ReadinessList />
  </section>
);

export function ConferenceSection(): JSX.Element {
  const row = one('conference', 'conference');
  const atDoors = guideIsOn.value && step.value === 'doors';
  return (
    <>
      <Heading name="conference">
        {!guideIsOn.value && (
          <button type="button" data-action="guide-open" onClick={() => openStep('conference')}>
            {su().openGuide}
          </button>
        )}
      </Heading>
      {atDoors && <Board />}
      <section class="card stack">{row && <Title row={row} />}</section>
      {!atDoors && <Board />}
    </>
  );
}
