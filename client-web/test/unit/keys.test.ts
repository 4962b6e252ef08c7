import { describe, expect, it } from 'vitest';
import { ariaKeys, combinationOf, isBindable, isComposed, isSingle, keyName } from '../../src/core/keys.ts';
import type { Press } from '../../src/core/keys.ts';

const press = (code: string, more: Partial<Press> = {}): Press => ({
  code, ctrlKey: false, altKey: false, shiftKey: false, metaKey: false, isComposing: false, keyCode: 65, ...more,
});

describe('a key', () => {
  it('is known by where it lies, with what is held beside it', () => {
    expect(combinationOf(press('KeyA'))).toBe('KeyA');
    expect(combinationOf(press('Slash', { shiftKey: true }))).toBe('Shift+Slash');
    expect(combinationOf(press('Enter', { metaKey: true }))).toBe('Ctrl+Enter');
    expect(combinationOf(press('ArrowUp', { altKey: true }))).toBe('Alt+ArrowUp');
  });

  it('is the same on the number pad', () => {
    expect(combinationOf(press('Numpad3'))).toBe('Digit3');
    expect(combinationOf(press('NumpadEnter', { ctrlKey: true }))).toBe('Ctrl+Enter');
  });

  it('belongs to the input method while that composes: UniKey and Gboard say so in one of two ways', () => {
    expect(isComposed(press('KeyA'))).toBe(false);
    expect(isComposed(press('KeyA', { isComposing: true }))).toBe(true);
    expect(isComposed(press('KeyA', { keyCode: 229 }))).toBe(true);
  });

  it('is single when it would write a character', () => {
    expect(['KeyA', 'Digit1', 'Slash', 'Shift+Slash', 'BracketLeft'].every(isSingle)).toBe(true);
    expect(['Ctrl+Enter', 'Alt+KeyP', 'F9', 'Escape', 'ArrowDown', 'Enter', 'Space'].some(isSingle)).toBe(false);
  });

  it('is left to UniKey where that switches itself', () => {
    expect(['Alt+KeyZ', 'Ctrl+Shift+KeyA', 'Ctrl+Alt+Shift+KeyA'].some(isBindable)).toBe(false);
    expect(['KeyZ', 'Alt+KeyP', 'Shift+Slash', 'Ctrl+Enter'].every(isBindable)).toBe(true);
  });

  it('has the name that stands on it, and the one that screen readers are told', () => {
    expect(['KeyA', 'Ctrl+Enter', 'Alt+ArrowUp', 'Alt+Equal', 'Shift+Slash', 'BracketRight', 'Digit6', 'F9'].map(keyName)).toEqual([
      'A', 'Ctrl+Enter', 'Alt+↑', 'Alt+=', '?', ']', '6', 'F9',
    ]);
    expect(['KeyA', 'Ctrl+Enter', 'Alt+ArrowUp', 'Alt+Equal', 'Shift+Slash'].map(ariaKeys)).toEqual(['A', 'Control+Enter', 'Alt+ArrowUp', 'Alt+=', '?']);
  });
});
