// The steps of an import as they are seen: choose, look at what is wrong, send, report.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { RowFault } from '../../core/table.ts';
import { s } from '../../i18n/staff.ts';
import { sr } from '../../i18n/sure.ts';
import { linked } from '../../ui/hub.ts';
import { number } from '../../ui/language.ts';
import { download } from './csv.ts';
import { refusalWords } from './form.tsx';
import { reportOf } from './importing.ts';
import type { Importing, Plan, Planned, ReportLine, Step } from './importing.ts';
import { m } from './words.ts';

const FAULTS_SHOWN = 300;

const fieldName = (field: string): string => {
  const names: Partial<Record<string, string>> = m().fields;
  return field === 'row' ? m().wholeRow : (names[field] ?? field);
};

function Choose<P extends Planned>({ importing, step }: { importing: Importing<P>; step: Extract<Step<P>, { at: 'choose' }> }): JSX.Element {
  const { kind } = importing;
  const pasted = (event: SubmitEvent): void => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget as HTMLFormElement).get('pasted'));
    void importing.takeText(text, m().pasted);
  };
  return (
    <div class="stack">
      <p>{m().importHow}</p>
      <p class="muted">
        {m().columnsAre}{' '}
        {kind.fields.map((field, index) => (
          <span key={field}>
            {index > 0 && ' · '}
            <bdi>{fieldName(field)}</bdi>
          </span>
        ))}
        . {kind.how()}
      </p>
      <label class="file">
        {m().file}
        <input
          type="file"
          id={`${kind.name}-file`}
          accept=".csv,.tsv,.txt,text/csv"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file) void importing.takeFile(file);
          }}
        />
      </label>
      <details>
        <summary>{m().paste}</summary>
        <form class="stack" onSubmit={pasted}>
          <label>
            {m().pasteLabel}
            <textarea name="pasted" rows={6} required spellcheck={false} />
          </label>
          <p>
            <button data-action="import-paste">{m().look}</button>
          </p>
        </form>
      </details>
      <p class="row">
        <button type="button" class="quiet" data-action="import-example" onClick={() => download(`${kind.name}.csv`, kind.example())}>
          {m().example}
        </button>
      </p>
      <p class="trouble" role="alert" data-import-trouble={step.trouble}>
        {step.trouble && m().importTroubles[step.trouble]}
      </p>
    </div>
  );
}

const Faults = ({ faults }: { faults: readonly RowFault[] }): JSX.Element | null =>
  faults.length === 0 ? null : (
    <div class="scroll" tabIndex={0} role="group" aria-label={m().badRows}>
      <table class="listing" data-faults={faults.length}>
        <thead>
          <tr>
            <th scope="col" class="figure">{m().line}</th>
            <th scope="col">{m().field}</th>
            <th scope="col">{m().reason}</th>
            <th scope="col">{m().cell}</th>
          </tr>
        </thead>
        <tbody>
          {faults.slice(0, FAULTS_SHOWN).map((fault, index) => (
            <tr key={index} data-fault={fault.reason} data-line={fault.line} data-field={fault.field}>
              <td class="figure" data-label={m().line}>{fault.line}</td>
              <td data-label={m().field}>{fieldName(fault.field)}</td>
              <td data-label={m().reason}>{m().rowReasons[fault.reason]}</td>
              <td data-label={m().cell}>
                <bdi>{fault.value}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {faults.length > FAULTS_SHOWN && <p class="muted">{m().andMore(number(faults.length - FAULTS_SHOWN))}</p>}
    </div>
  );

const wordsOf = ({ line, label, outcome, fault, refusal }: ReportLine): string[] => [
  String(line),
  label,
  m().outcomes[outcome],
  fault ? fieldName(fault.field) : '',
  fault ? m().rowReasons[fault.reason] : refusal ? refusalWords(refusal) : '',
  fault?.value ?? '',
];

function downloadReport<P extends Planned>(importing: Importing<P>, plan: Plan<P>): void {
  const { step, kind } = importing;
  const sending = step.value.at === 'sending' ? step.value.sending : null;
  const headers = [m().line, m().entry, m().outcome, m().field, m().reason, m().cell];
  download(`${kind.name}-report.csv`, [headers, ...reportOf(kind, plan, sending).map(wordsOf)]);
}

const withChanges = signal(false);

function Preview<P extends Planned>({ importing, step }: { importing: Importing<P>; step: Extract<Step<P>, { at: 'preview' }> }): JSX.Element {
  const { plan, file } = step;
  const count = (act: Planned['act']): number => plan.planned.filter((planned) => planned.act === act).length;
  const [add, change, same] = [count('add'), count('change'), count('same')];
  const bad = new Set(plan.faults.map(({ line }) => line)).size;
  const going = add + (withChanges.value ? change : 0);
  const begin = (): void => {
    importing.begin(withChanges.value);
    withChanges.value = false; // the next file is asked about anew
  };
  return (
    <div class="stack" data-import="preview" data-add={add} data-change={change} data-same={same} data-bad={bad}>
      <h3>
        {m().previewOf} <bdi>{file}</bdi>
      </h3>
      <ul class="plain counts">
        <li>{m().willAdd(number(add))}</li>
        {same > 0 && <li>{m().alreadyThere(number(same))}</li>}
        {change > 0 && <li>{m().differ(number(change))}</li>}
        <li class={bad > 0 ? 'lack' : ''}>{m().badCount(number(bad))}</li>
      </ul>
      {plan.columns.ignored.length > 0 && (
        <p class="muted">
          {m().ignored} <bdi>{plan.columns.ignored.join(' · ')}</bdi>
        </p>
      )}
      <Faults faults={plan.faults} />
      {change > 0 && (
        <label class="row tick">
          <input type="checkbox" name="changes" checked={withChanges.value} onChange={(event) => (withChanges.value = event.currentTarget.checked)} /> {m().alsoChange(number(change))}
        </label>
      )}
      <p class="row">
        <button type="button" class="main" data-action="import-begin" disabled={going === 0 || !linked.value} onClick={begin}>
          {withChanges.value && change > 0 ? sr().importBoth(number(add), number(change)) : m().importNow(number(going))}
        </button>
        {plan.faults.length > 0 && (
          <button type="button" data-action="import-report" onClick={() => downloadReport(importing, plan)}>
            {m().downloadFaults}
          </button>
        )}
        <button type="button" data-action="import-anew" onClick={importing.anew}>
          {m().otherFile}
        </button>
      </p>
    </div>
  );
}

function Progress<P extends Planned>({ importing, step }: { importing: Importing<P>; step: Extract<Step<P>, { at: 'sending' }> }): JSX.Element {
  const { sending, plan } = step;
  const { done, items, refused, waitsFor, over } = sending;
  return (
    <div class="stack" data-import={over ? 'report' : 'sending'} data-done={done - refused.length} data-refused={refused.length}>
      <h3>{over ? m().report : m().sendingNow}</h3>
      <label>
        <span aria-live={over ? 'polite' : 'off'}>{m().sentOf(number(done - refused.length), number(items.length))}</span>
        <progress max={items.length} value={done} />
      </label>
      {waitsFor && <p class="muted">{m().waitsFor(refusalWords({ code: waitsFor }))}</p>}
      {refused.length > 0 && (
        <>
          <p class="lack">{m().refusedCount(number(refused.length))}</p>
          <ul class="plain refused">
            {refused.slice(0, FAULTS_SHOWN).map(({ item, refusal }) => (
              <li key={item.key} data-refusal={refusal.code} data-line={item.planned.line}>
                {m().lineNumber(item.planned.line)} · <bdi>{importing.kind.label(item.planned)}</bdi> · {refusalWords(refusal)}
              </li>
            ))}
          </ul>
        </>
      )}
      {over && done < items.length && <p>{m().stoppedAt(number(items.length - done))}</p>}
      <p class="row">
        {over ? (
          <>
            <button type="button" class="main" data-action="import-report" onClick={() => downloadReport(importing, plan)}>
              {m().downloadReport}
            </button>
            <button type="button" data-action="import-anew" onClick={importing.anew}>
              {m().otherFile}
            </button>
          </>
        ) : (
          <button type="button" data-action="import-stop" onClick={importing.stop}>
            {m().stop}
          </button>
        )}
      </p>
    </div>
  );
}

export function Importer<P extends Planned>({ importing, close }: { importing: Importing<P>; close: () => void }): JSX.Element {
  const step = importing.step.value;
  return (
    <section class="card stack" data-panel={`${importing.kind.name}-import`} aria-label={m().importCsv}>
      {step.at === 'choose' && <Choose importing={importing} step={step} />}
      {step.at === 'reading' && <p role="status">{m().comparing(number(step.heard))}</p>}
      {step.at === 'preview' && <Preview importing={importing} step={step} />}
      {step.at === 'sending' && <Progress importing={importing} step={step} />}
      {step.at === 'choose' && (
        <p>
          <button type="button" data-action="cancel" onClick={close}>
            {s().cancel}
          </button>
        </p>
      )}
    </section>
  );
}
