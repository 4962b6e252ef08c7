// Keys of a keyboard, written as "Ctrl+Enter", "Alt+ArrowUp", "KeyA": by where they lie (event.code), as input methods rewrite the letters.

/** What is read of a keydown. */
export interface Press {
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
  readonly isComposing: boolean;
  readonly keyCode: number;
}

const OF_INPUT_METHOD = 229;

/** It belongs to an input method: what it will write is not known yet. */
export const isComposed = ({ isComposing, keyCode }: Press): boolean => isComposing || keyCode === OF_INPUT_METHOD;

/** Command counts as Ctrl: a Mac's person presses that. */
export const combinationOf = ({ code, ctrlKey, altKey, shiftKey, metaKey }: Press): string =>
  `${ctrlKey || metaKey ? 'Ctrl+' : ''}${altKey ? 'Alt+' : ''}${shiftKey ? 'Shift+' : ''}${code.replace(/^NumpadEnter$/, 'Enter').replace(/^Numpad(?=\d$)/, 'Digit')}`;

const CHARACTER = /^(Shift\+)?(Key[A-Z]|Digit\d|Slash|Bracket(Left|Right)|Equal|Minus|Comma|Period|Semicolon|Quote|Backquote|Backslash)$/;

/** Writes a character when nobody takes it: such keys can be switched off (WCAG 2.1.4). */
export const isSingle = (combination: string): boolean => CHARACTER.test(combination);

/** UniKey switches itself with Ctrl+Shift and Alt+Z, so nothing else may hang on them. */
export const isBindable = (combination: string): boolean => !/^Ctrl\+(Alt\+)?Shift\+/.test(combination) && combination !== 'Alt+KeyZ';

const SIGNS: Readonly<Record<string, string>> = {
  ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc', Slash: '/', BracketLeft: '[', BracketRight: ']', Equal: '=', Minus: '-',
};

const bare = (code: string): string => SIGNS[code] ?? code.replace(/^(Key|Digit)/, '');

/** As it stands on the key. */
export const keyName = (combination: string): string =>
  combination === 'Shift+Slash' ? '?' : combination.split('+').map(bare).join('+');

/** As `aria-keyshortcuts` wants it. */
export const ariaKeys = (combination: string): string =>
  combination === 'Shift+Slash' ? '?' : combination.replace('Ctrl', 'Control').replace(/(Key|Digit)(?=.$)/, '').replace('Slash', '/').replace('Equal', '=');
