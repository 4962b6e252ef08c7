// One import from a file to its report; it goes on while somebody looks at another section. What differs between people and opinions
// is passed in.
import { effect, signal, untracked } from '@preact/signals';
import type { Signal } from '@preact/signals';
import { sendAll } from '../../core/sending.ts';
import type { Sending } from '../../core/sending.ts';
import type { Columns, RowFault, Table } from '../../core/table.ts';
import { timers } from '../../ui/browser.ts';
import { FILE_BYTES, readTable, ROWS_MOST, textOfFile } from './csv.ts';
import { newKey } from './wire.ts';

export interface Planned {
  readonly line: number;
  /** change: there, but the table says otherwise. same: there already. */
  readonly act: 'add' | 'change' | 'same';
}

export interface Plan<P extends Planned> {
  readonly columns: Columns<string>;
  readonly planned: readonly P[];
  readonly faults: readonly RowFault[];
}

export interface ImportKind<P extends Planned> {
  readonly name: 'people' | 'opinions' | 'sites';
  /** What whoever brings a file should know, in words. */
  readonly how: () => string;
  /** Fields of which a table must have one at least. */
  readonly needed: readonly string[];
  readonly fields: readonly string[];
  readonly example: () => readonly (readonly string[])[];
  /** What the rows are judged by besides what the hub lists: when it changes while somebody looks at the preview, the file is judged anew. */
  basis(): string;
  /** Asks the hub for what is there and compares; tells how much it has heard. */
  plan(table: Table, heard: (count: number) => void): Promise<Plan<P>>;
  label(planned: P): string;
  send(planned: P, key: string): Promise<unknown>;
  sent(): void;
}

export type Trouble = 'file_too_big' | 'not_utf8' | 'no_rows' | 'too_many_rows' | 'no_columns' | 'not_listed';

/** Its key was made when the import was begun: however often it goes out, it happens once. */
export interface Item<P> {
  readonly planned: P;
  readonly key: string;
}

export type Step<P extends Planned> =
  | { readonly at: 'choose'; readonly trouble?: Trouble }
  | { readonly at: 'reading'; readonly heard: number }
  | { readonly at: 'preview'; readonly file: string; readonly plan: Plan<P> }
  | { readonly at: 'sending'; readonly file: string; readonly plan: Plan<P>; readonly sending: Sending<Item<P>> };

export interface Importing<P extends Planned> {
  readonly kind: ImportKind<P>;
  readonly step: Signal<Step<P>>;
  takeFile(file: File): Promise<void>;
  takeText(text: string, name: string): Promise<void>;
  begin(withChanges: boolean): void;
  stop(): void;
  anew(): void;
}

// The browser asks before it closes a page that is in the middle of it.
const hold = (event: BeforeUnloadEvent): void => event.preventDefault();

export function createImporting<P extends Planned>(kind: ImportKind<P>): Importing<P> {
  const step: Signal<Step<P>> = signal({ at: 'choose' });
  let stopSending = (): void => undefined;

  let judgedBy = '';
  let inHand: { readonly table: Table; readonly file: string } | null = null;

  async function judge(table: Table, file: string): Promise<void> {
    const judged = { table, file };
    inHand = judged;
    judgedBy = kind.basis();
    const show = (next: Step<P>): void => void (judged === inHand && (step.value = next));
    show({ at: 'reading', heard: 0 });
    try {
      const plan = await kind.plan(table, (heard) => show({ at: 'reading', heard }));
      const found = kind.needed.some((field) => plan.columns.places[field] !== undefined);
      show(found ? { at: 'preview', file, plan } : { at: 'choose', trouble: 'no_columns' });
    } catch {
      show({ at: 'choose', trouble: 'not_listed' });
    }
  }

  async function takeText(text: string, name: string): Promise<void> {
    const table = readTable(text);
    if (table.rows.length === 0) return void (step.value = { at: 'choose', trouble: 'no_rows' });
    if (table.rows.length > ROWS_MOST) return void (step.value = { at: 'choose', trouble: 'too_many_rows' });
    await judge(table, name);
  }

  effect(() => {
    if (step.value.at !== 'preview' || inHand === null || kind.basis() === judgedBy) return;
    const { table, file } = inHand;
    untracked(() => void judge(table, file));
  });

  return {
    kind,
    step,
    takeText,
    async takeFile(file) {
      if (file.size > FILE_BYTES) return void (step.value = { at: 'choose', trouble: 'file_too_big' });
      const text = textOfFile(new Uint8Array(await file.arrayBuffer()));
      if (text === null) return void (step.value = { at: 'choose', trouble: 'not_utf8' });
      await takeText(text, file.name);
    },
    begin(withChanges) {
      const before = step.value;
      if (before.at !== 'preview') return;
      const { file, plan } = before;
      inHand = null;
      const items = plan.planned
        .filter(({ act }) => act === 'add' || (withChanges && act === 'change'))
        .map((planned) => ({ planned, key: newKey() }));
      addEventListener('beforeunload', hold);
      stopSending = sendAll(items, {
        timers,
        send: ({ planned, key }) => kind.send(planned, key),
        changed(sending) {
          step.value = { at: 'sending', file, plan, sending };
          if (!sending.over) return;
          removeEventListener('beforeunload', hold);
          kind.sent();
        },
      });
    },
    stop: () => stopSending(),
    anew() {
      stopSending();
      inHand = null;
      step.value = { at: 'choose' };
    },
  };
}

export type Outcome = 'added' | 'changed' | 'same' | 'differs' | 'bad' | 'refused' | 'not_sent';

export interface ReportLine {
  readonly line: number;
  readonly label: string;
  readonly outcome: Outcome;
  readonly fault?: RowFault;
  readonly refusal?: { readonly code: string; readonly field?: string };
}

/** Every row of the file and what became of it, in the order of the file. */
export function reportOf<P extends Planned>(kind: ImportKind<P>, plan: Plan<P>, sending: Sending<Item<P>> | null): ReportLine[] {
  const lines: ReportLine[] = plan.faults.map((fault) => ({ line: fault.line, label: '', outcome: 'bad', fault }));
  const refusals = new Map(sending?.refused.map(({ item, refusal }) => [item.planned, refusal]));
  const done = new Set(sending?.items.slice(0, sending.done).map(({ planned }) => planned));
  const chosen = new Set(sending?.items.map(({ planned }) => planned));
  for (const planned of plan.planned) {
    const refusal = refusals.get(planned);
    const outcome = (): Outcome => {
      if (planned.act === 'same') return 'same';
      if (refusal) return 'refused';
      if (done.has(planned)) return planned.act === 'add' ? 'added' : 'changed';
      return planned.act === 'change' && !chosen.has(planned) ? 'differs' : 'not_sent';
    };
    lines.push({ line: planned.line, label: kind.label(planned), outcome: outcome(), ...(refusal ? { refusal } : {}) });
  }
  return lines.sort((a, b) => a.line - b.line);
}
