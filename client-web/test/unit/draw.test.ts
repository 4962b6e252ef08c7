import { describe, expect, it } from 'vitest';
import { Fragment, jsx } from '../../src/pages/participant/draw.ts';

interface Drawn {
  tag: string;
  key?: string | number;
  props: Record<string, unknown>;
  children: Drawn[];
}

const drawn = (child: unknown): Drawn => child as Drawn;

describe('JSX on the page for phones', () => {
  it('names events as the browser does', () => {
    const act = (): void => undefined;
    expect(drawn(jsx('button', { onClick: act, 'data-action': 'x' })).props).toMatchObject({ onclick: act, 'data-action': 'x' });
  });

  it('keeps a place for what is not shown, so that its neighbours stay the same', () => {
    const shown = drawn(jsx('p', { children: ['a', true, drawn(jsx('b', {}))] })).children;
    const hidden = drawn(jsx('p', { children: ['a', false, null] })).children;
    expect([shown.length, hidden.length]).toEqual([3, 3]);
    expect(hidden.map((child) => child.tag)).toEqual(['a', '', '']);
  });

  it('draws components at once, with their children and key', () => {
    const Row = ({ children }: { children?: unknown }): never => jsx('li', { children: children as string }) as never;
    const row = drawn(jsx(Row, { children: 'a' }, 7));
    expect([row.tag, row.key, row.children.map((child) => child.tag)]).toEqual(['li', 7, ['a']]);
  });

  it('puts lists and fragments among their neighbours', () => {
    const list = drawn(jsx('ul', { children: [[jsx('li', {}, 1), jsx('li', {}, 2)], jsx(Fragment, { children: ['a', 'b'] })] }));
    expect(list.children.map((child) => child.tag)).toEqual(['li', 'li', 'a', 'b']);
  });
});
