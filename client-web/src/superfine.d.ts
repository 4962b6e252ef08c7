declare module 'superfine' {
  export interface VirtualNode {
    key?: string | number;
  }
  export function h(tag: string, props: Record<string, unknown>, children: VirtualNode[]): VirtualNode;
  export function text(value: string | number): VirtualNode;
  export function patch(node: Node, virtual: VirtualNode): Node;
}
