// The badge of a key on the button that does the same.
import type { JSX } from 'preact';
import { ariaKeys, isSingle, keyName } from '../core/keys.ts';
import { singleKeys } from './hotkeys.ts';

const isOn = (combination: string): boolean => singleKeys.value || !isSingle(combination);

/** Seen, not read out: what screen readers say of it stands in `aria-keyshortcuts`. */
export const Key = ({ of }: { of: string }): JSX.Element | null =>
  isOn(of) ? (
    <kbd class="key" aria-hidden="true">
      {keyName(of)}
    </kbd>
  ) : null;

export const shortcut = (combination: string): string | undefined => (isOn(combination) ? ariaKeys(combination) : undefined);
