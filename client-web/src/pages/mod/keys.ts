// Keys of the lists of questions. Each acts on the row, or the details, in which the focus stands.
import type { QuestionRow } from '../../core/types.gen.ts';
import { s } from '../../i18n/staff.ts';
import { tr } from '../../i18n/triage.ts';
import { isOnStage, show } from '../../desk/fields.ts';
import { linked, one } from '../../ui/hub.ts';
import { addHotkeys } from '../../ui/hotkeys.ts';
import type { Hotkey } from '../../ui/hotkeys.ts';
import { decide, openForm } from './acts.tsx';
import type { PlainAct } from './acts.tsx';
import { mark } from './board.ts';
import { act, moderates, opened } from './desk.ts';
import type { FormName } from './desk.ts';
import { closeDetails } from './details.tsx';
import { REASONS, rejectFor } from './forms.tsx';
import { addLater, isUnderWay, tellKey } from './later.ts';
import { canMergeMarked, openMerge } from './merge.tsx';
import { moveBy } from './place.tsx';
import { questionAt, rowAt, step } from './rows.ts';
import { showNew } from './tools.tsx';
import { recent } from './undo.ts';

const LISTS = '[data-triage]';

function questionOf({ target }: Event): QuestionRow | undefined {
  const id = questionAt(target);
  return id === undefined ? undefined : one('question', id);
}

type State = QuestionRow['state'];

type What = (question: QuestionRow, event: KeyboardEvent) => boolean | void;

/** Acts on the question where it may; otherwise the key is nobody's. says: what waits while the last act on it is on its way; a form opens under a hand only. */
const onQuestion =
  (states: readonly State[], what: What, says?: () => string) =>
  (event: KeyboardEvent): boolean => {
    const question = questionOf(event);
    if (!question) return false;
    if (linked.value && isUnderWay(question.id)) return wait(question, event, what, states, says?.());
    if (!states.includes(question.state)) return false;
    if (linked.value) return what(question, event) !== false;
    tellKey(question.id, tr().notLinked);
    return true;
  };

function wait({ id }: QuestionRow, event: KeyboardEvent, what: What, states: readonly State[], says?: string): boolean {
  if (says === undefined) tellKey(id, tr().stillSending);
  else
    addLater(id, {
      says,
      run() {
        const now = one('question', id);
        const before = document.activeElement;
        if (!now || !states.includes(now.state)) return;
        what(now, event);
        // Who has gone on to another row stays there.
        if (questionAt(before) !== id && before instanceof HTMLElement) before.focus({ preventScroll: true });
      },
    });
  return true;
}

const WAITS: readonly State[] = ['pending', 'approved'];

const plain = (method: PlainAct, says: () => string, ...states: State[]): Hotkey['act'] => onQuestion(states, (question) => decide(method, question), says);

const opens = (name: FormName): Hotkey['act'] => onQuestion(WAITS, (question) => (moderates() ? openForm(name, question) : false));

function merge(event: KeyboardEvent): boolean {
  if (!moderates()) return false;
  if (canMergeMarked()) openMerge();
  else return Boolean(opens('merge')(event));
  return true;
}

const pin = onQuestion(['approved'], ({ id }) => {
  const queue = one('queue', 'queue');
  if (!queue) return false;
  act('question.pin', { question: id, pin: !queue.pinned.includes(id), rev: queue.rev });
  return true;
}, () => tr().pin);

const toStage = onQuestion(['approved', 'asking'], (question) => {
  if (question.state === 'approved') decide('question.ask', question);
  else if (!isOnStage('question', question.id)) show({ view: 'question', question: question.id });
}, () => s().ask);

const move = (name: 'up' | 'down'): Hotkey['act'] =>
  onQuestion(['approved'], ({ id }, { target }) => {
    const queue = one('queue', 'queue');
    const list = rowAt(target)?.parentElement;
    return queue !== undefined && list?.dataset['rows'] === 'approved' && moveBy(queue, id, name, list.children.length);
  }, () => tr()[name]);

/** The last act that can still be undone, wherever its row is now. */
function undo(): boolean {
  const last = recent.value.filter(({ question, rev }) => one('question', question)?.rev === rev).at(-1);
  if (!last || !linked.value) return false;
  act('question.undo', { question: last.question, rev: last.rev });
  return true;
}

function open(event: KeyboardEvent): boolean {
  const question = questionOf(event);
  if (!question) return false;
  opened.value = opened.value === question.id ? null : question.id;
  return true;
}

function close(): boolean {
  if (opened.value === null) return false;
  closeDetails();
  return true;
}

addHotkeys(
  {
    title: () => tr().keys,
    within: LISTS,
    keys: [
      { keys: ['KeyJ', 'ArrowDown'], says: () => tr().moveDown, repeats: true, act: ({ target }) => step(target, 1) },
      { keys: ['KeyK', 'ArrowUp'], says: () => tr().moveUp, repeats: true, act: ({ target }) => step(target, -1) },
      { keys: ['Enter'], says: () => tr().open, act: open },
      { keys: ['Escape'], says: () => tr().close, act: close },
      { keys: ['KeyA'], says: () => tr().approve, act: onQuestion(['pending'], (question) => (moderates() ? decide('question.approve', question) : false), () => tr().approve) },
      { keys: ['KeyR'], says: () => tr().reject, act: opens('reject') },
      { keys: ['KeyE'], says: () => tr().edit, act: opens('edit') },
      { keys: ['KeyT'], says: () => tr().topic, act: opens('topic') },
      { keys: ['KeyX'], says: () => tr().mark, act: onQuestion(WAITS, ({ id }) => (moderates() ? mark(id) : false)) },
      { keys: ['KeyM'], says: () => tr().merge, act: merge },
      { keys: ['KeyP'], says: () => tr().pin, act: pin },
      { keys: ['KeyG'], says: () => tr().stage, act: toStage },
      { keys: ['KeyD'], says: () => tr().answered, act: plain('question.answer', () => tr().answered, 'asking') },
      { keys: ['KeyZ'], says: () => tr().undo, act: undo },
      { keys: ['KeyN'], says: () => tr().showNew, act: showNew },
      { keys: ['Alt+ArrowUp'], says: () => tr().up, repeats: true, act: move('up') },
      { keys: ['Alt+ArrowDown'], says: () => tr().down, repeats: true, act: move('down') },
    ],
  },
  {
    title: () => tr().rejectKeys,
    within: '[data-form="question.reject"]',
    keys: [
      {
        keys: REASONS.map((_, place) => `Digit${place + 1}`),
        says: () => tr().reasons,
        act({ code, target }) {
          const reason = REASONS[Number(code.at(-1)) - 1];
          const form = (target as Element).closest('form');
          if (reason && form) rejectFor(form, reason);
        },
      },
    ],
  },
  {
    title: () => tr().save,
    within: '[data-triage] form[data-form]',
    keys: [{ keys: ['Ctrl+Enter'], says: () => tr().save, anywhere: true, act: ({ target }) => (target as Element).closest('form')?.requestSubmit() }],
  },
);
