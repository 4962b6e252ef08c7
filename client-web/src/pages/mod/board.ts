// The board's own state: what the new list shows while it is held, the order and filter of the desk, marks, and what is on its way.
import { computed, effect, signal } from '@preact/signals';
import { fairestFirst, sharesOf } from '../../core/fairness.ts';
import { EMPTY, frozenList } from '../../core/frozen.ts';
import type { Command, QuestionRow } from '../../core/types.gen.ts';
import { tr } from '../../i18n/triage.ts';
import { storageFor, timers } from '../../ui/browser.ts';
import { all, held as commands } from '../../ui/hub.ts';
import { number } from '../../ui/language.ts';
import { say } from '../../ui/say.ts';
import { form, inState, newestFirst, oldestFirst } from './desk.ts';

export type Sort = 'oldest' | 'newest' | 'fair';
export const SORTS: readonly Sort[] = ['oldest', 'newest', 'fair'];

const sortKept = storageFor('desk.sort');
const begun = sortKept.read() as Sort;
export const sort = signal<Sort>(SORTS.includes(begun) ? begun : 'oldest');

export function sortBy(wanted: Sort): void {
  sort.value = wanted;
  try {
    sortKept.write(wanted);
  } catch {
    // It lasts as long as the page.
  }
}

/** Only questions of this topic, of this site; '' = all. */
export const topicChosen = signal('');
export const siteChosen = signal('');
/** The stream is stopped by hand. */
export const paused = signal(false);

/** Why the new list holds still; each by itself is enough. */
export const hold = { hover: signal(false), focus: signal(false), scrolled: signal(false) };
export const isHeld = computed(() => paused.value || hold.hover.value || hold.focus.value || hold.scrolled.value || form.value !== null);

export const shares = computed(() => sharesOf(all('site'), all('question')));

/** Those that the filter lets through. */
export function fitting(rows: QuestionRow[]): QuestionRow[] {
  const [topic, site] = [topicChosen.value, siteChosen.value];
  if (topic === '' && site === '') return rows;
  return rows.filter((question) => (topic === '' || question.topic === topic) && (site === '' || question.site === site));
}

function inOrder(rows: QuestionRow[]): QuestionRow[] {
  if (sort.value === 'fair') return fairestFirst(rows, shares.value);
  return rows.sort(sort.value === 'newest' ? newestFirst : oldestFirst);
}

const wanted = computed(() => inOrder(fitting(inState('pending'))).map(({ id }) => id));

/** How many wait in all, behind the pill too. */
export const pendingCount = computed(() => wanted.value.length);

/** Goes up whenever somebody lets in what waits. */
export const refreshes = signal(0);
let last = EMPTY;
let lastView = '';

/** What stands in the new list, and what waits behind its pill. */
export const pendingList = computed(() => {
  const view = [sort.value, topicChosen.value, siteChosen.value, refreshes.value].join(' ');
  const same = view === lastView;
  lastView = view;
  return (last = frozenList(last, wanted.value, same && isHeld.value));
});

export const refresh = (): void => {
  refreshes.value += 1;
};

/** Question by question, the act that has left this page and is not yet answered. */
export const sending = computed(() => {
  const under = new Map<number, Command>();
  for (const { method, params } of commands.value) {
    const { question } = params as { question?: number };
    if (question !== undefined && method.startsWith('question.')) under.set(question, method);
  }
  return under;
});

export const marks = signal<ReadonlySet<number>>(new Set());

export function mark(question: number): void {
  const next = new Set(marks.value);
  if (!next.delete(question)) next.add(question);
  marks.value = next;
}

const SAY_EVERY_MS = 15_000;
let quiet = false;

// How many wait is told now and then, not each time.
effect(() => {
  const count = pendingList.value.fresh.length;
  if (count === 0 || quiet) return;
  quiet = true;
  say(tr().freshSaid(number(count)));
  timers.after(SAY_EVERY_MS, () => (quiet = false));
});
