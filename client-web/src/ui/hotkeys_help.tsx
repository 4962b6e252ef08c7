// The help on keys: what the registry holds, and the switch for single keys. Opened by `?` and by the button in the header.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { isSingle, keyName } from '../core/keys.ts';
import { hk } from '../i18n/hotkeys.ts';
import { addHotkeys, hotkeys, singleKeys, switchSingleKeys } from './hotkeys.ts';
import type { Hotkey, HotkeyGroup } from './hotkeys.ts';
import { shortcut } from './key.tsx';
import './hotkeys.css';

const HELP = 'Shift+Slash';
const open = signal(false);

export const HotkeysButton = (): JSX.Element => (
  <button type="button" class="quiet help" data-action="hotkeys" aria-haspopup="dialog" aria-keyshortcuts={shortcut(HELP)} aria-label={hk().title} title={hk().title} onClick={() => (open.value = true)}>
    ?
  </button>
);

const Line = ({ hotkey }: { hotkey: Hotkey }): JSX.Element => (
  <div class={hotkey.keys.every(isSingle) && !singleKeys.value ? 'off' : undefined}>
    <dt>
      {hotkey.keys.map((combination, place) => (
        <span key={combination}>
          {place > 0 && ' / '}
          <kbd class="key">{keyName(combination)}</kbd>
        </span>
      ))}
    </dt>
    <dd>{hotkey.says()}</dd>
  </div>
);

const Group = ({ group }: { group: HotkeyGroup }): JSX.Element => (
  <section>
    <h3>{group.title()}</h3>
    <dl>
      {group.keys.filter(({ isHere }) => isHere?.() ?? true).map((hotkey) => (
        <Line key={hotkey.keys.join()} hotkey={hotkey} />
      ))}
    </dl>
  </section>
);

const show = (dialog: HTMLDialogElement | null): void => {
  if (dialog && !dialog.open) dialog.showModal();
};

const close = (): void => document.querySelector<HTMLDialogElement>('dialog.hotkeys')?.close();

/** Stands once in each console. */
export function HotkeysHelp(): JSX.Element | null {
  if (!open.value) return null;
  return (
    <dialog class="hotkeys" aria-labelledby="hotkeys-title" ref={show} onClose={() => (open.value = false)}>
      <div class="split">
        <h2 id="hotkeys-title">{hk().title}</h2>
        <button type="button" data-action="hotkeys-close" onClick={close}>
          {hk().close}
        </button>
      </div>
      <label class="row">
        <input type="checkbox" id="single-keys" checked={singleKeys.value} onChange={(event) => switchSingleKeys(event.currentTarget.checked)} /> {hk().single}
      </label>
      <p class="muted">{hk().where}</p>
      <div class="groups">
        {hotkeys.value.map((group, place) => (
          <Group key={place} group={group} />
        ))}
      </div>
    </dialog>
  );
}

const isSeen = (place: HTMLElement): boolean => place.offsetParent !== null;
const seen = (selector: string): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(selector)].filter(isSeen);

function search(): boolean {
  const [field] = seen('main input[type=search]');
  field?.focus();
  return field !== undefined;
}

// Into the list where it was left, else to the heading.
function enter(column: HTMLElement): void {
  const heading = column.querySelector('h2');
  const place = column.querySelector<HTMLElement>('li[tabindex="0"]') ?? heading;
  if (place === heading) heading?.setAttribute('tabindex', '-1');
  place?.focus();
}

/** Of the tabs where there are some, else of the panels as they stand. */
function step(by: number): boolean {
  const tabs = seen('main [role=tab]');
  if (tabs.length > 0) {
    const at = tabs.findIndex((tab) => tab.getAttribute('aria-selected') === 'true');
    const tab = tabs[(at + by + tabs.length) % tabs.length];
    tab?.click();
    tab?.focus();
    return true;
  }
  const columns = seen('main [data-panel]').filter((panel) => panel.querySelector('h2'));
  const at = columns.findIndex((column) => column.contains(document.activeElement));
  const column = columns[at < 0 ? (by > 0 ? 0 : columns.length - 1) : (at + by + columns.length) % columns.length];
  if (column) enter(column);
  return column !== undefined;
}

addHotkeys(
  {
    title: () => hk().everywhere,
    keys: [
      { keys: [HELP], says: () => hk().help, act: () => void (open.value = true) },
      { keys: ['Escape'], says: () => hk().back, act: () => false },
      { keys: ['Slash'], says: () => hk().search, isHere: () => document.querySelector('main input[type=search]') !== null, act: search },
      { keys: ['BracketLeft'], says: () => hk().before, act: () => step(-1) },
      { keys: ['BracketRight'], says: () => hk().after, act: () => step(1) },
    ],
  },
  { title: () => hk().title, within: 'dialog.hotkeys', keys: [{ keys: [HELP], says: () => hk().close, act: close }] },
);
