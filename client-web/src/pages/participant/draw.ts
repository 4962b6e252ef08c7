// Stands in for preact on the page for phones, where each kilobyte is paid for on a weak link: the same JSX, drawn by superfine.
// Components are plain functions of their props; there are no hooks, refs or classes. Do not mix keyed and other children.
import { h, patch, text } from 'superfine';
import type { VirtualNode } from 'superfine';

type Child = VirtualNode | string | number | boolean | null | undefined | Child[];
type Props = Record<string, unknown> & { children?: Child };
type Draw = (props: Props) => Child;

// What is not shown keeps its place, so that those after it are still the same ones.
const nodesOf = (child: Child): VirtualNode[] => {
  if (Array.isArray(child)) return child.flatMap(nodesOf);
  if (child == null || typeof child === 'boolean') return [text('')];
  return [typeof child === 'object' ? child : text(child)];
};

export function jsx(type: string | Draw, { children, ...props }: Props, key?: string | number): Child {
  if (typeof type === 'string') {
    const attributes: Record<string, unknown> = { key };
    for (const name in props) attributes[name.startsWith('on') ? name.toLowerCase() : name] = props[name];
    return h(type, attributes, children === undefined ? [] : nodesOf(children));
  }
  const drawn = type({ ...props, children });
  const [node] = nodesOf(drawn);
  if (node && key !== undefined) node.key = key;
  return drawn;
}

export { jsx as jsxs };

export const Fragment: Draw = ({ children }) => children;

export const render = (child: Child, root: HTMLElement): void => {
  patch(root, h(root.localName, { id: root.id }, nodesOf(child)));
};
