// The one registry of keys: each console says here what its keys do, and the help dialog reads the same list.
import { signal } from '@preact/signals';
import { combinationOf, isBindable, isComposed, isSingle } from '../core/keys.ts';
import { storageFor } from './browser.ts';
import { ready } from './hub.ts';

export interface Hotkey {
  /** Any of them, as core/keys.ts writes them: 'KeyA', 'Shift+Slash', 'Ctrl+Enter', 'Alt+ArrowUp', 'F9'. */
  readonly keys: readonly string[];
  readonly says: () => string;
  /** False: nothing to do here and now; the key goes on to whoever else wants it. */
  act(event: KeyboardEvent): boolean | void;
  /** False: this page has nothing for it, and the help does not name it. */
  readonly isHere?: () => boolean;
  /** Held down it goes on, as one moves through a list. */
  readonly repeats?: true;
  /** Also while something is being written, and over a dialog. */
  readonly anywhere?: true;
}

export interface HotkeyGroup {
  readonly title: () => string;
  /** A selector: these keys count only while the focus is in there. Without it they are the whole page's. */
  readonly within?: string;
  readonly keys: readonly Hotkey[];
}

export const hotkeys = signal<readonly HotkeyGroup[]>([]);

/** Where a page has several groups, earlier ones are asked first, and those of a place before those of the page. */
export function addHotkeys(...groups: readonly HotkeyGroup[]): void {
  const wrong = groups.flatMap(({ keys }) => keys.flatMap((hotkey) => hotkey.keys)).filter((combination) => !isBindable(combination));
  if (wrong.length > 0) throw new Error(`not to be bound: ${wrong.join(', ')}`);
  hotkeys.value = [...hotkeys.value, ...groups];
}

const kept = storageFor('single-keys');

/** Letters by themselves do something. Whoever works with speech or one finger can switch them off, on this device. */
export const singleKeys = signal(kept.read() !== 'off');

export function switchSingleKeys(on: boolean): void {
  singleKeys.value = on;
  try {
    kept.write(on ? 'on' : 'off');
  } catch {
    // It lasts as long as the page.
  }
}

const isField = (place: Element): boolean => place.matches('input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]');

// These answer to Enter and Space themselves.
const isPressable = (place: Element): boolean => place.matches('button, a[href], summary, input, select, textarea');

/** Where the key was pressed. A click beside everything leaves the focus nowhere: then it is the dialog that is open. */
function placeOf({ target }: KeyboardEvent): Element {
  const place = target instanceof Element ? target : document.body;
  return place === document.body ? (document.querySelector('dialog[open]') ?? place) : place;
}

function isAsked(group: HotkeyGroup, hotkey: Hotkey, place: Element): boolean {
  const inside = group.within === undefined ? null : place.closest(group.within);
  if (group.within !== undefined && inside === null) return false;
  if (hotkey.anywhere) return true;
  const dialog = document.querySelector('dialog[open]');
  return !isField(place) && (dialog === null || dialog.contains(inside));
}

function pressed(event: KeyboardEvent): void {
  if (event.defaultPrevented || !ready.value || isComposed(event)) return;
  const combination = combinationOf(event);
  const place = placeOf(event);
  if (isSingle(combination) && !singleKeys.value) return;
  if ((combination === 'Enter' || combination === 'Space') && isPressable(place)) return;
  const groups = [...hotkeys.value].sort((a, b) => Number(a.within === undefined) - Number(b.within === undefined));
  for (const group of groups)
    for (const hotkey of group.keys) {
      if (!hotkey.keys.includes(combination) || (event.repeat && !hotkey.repeats) || !isAsked(group, hotkey, place)) continue;
      if (hotkey.act(event) === false) continue;
      event.preventDefault();
      return;
    }
}

document.addEventListener('keydown', pressed);
