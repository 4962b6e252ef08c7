// Shared rows by kind, for pages that hold thousands: what reads rows of one kind is drawn again only when one of them is another.
import { computed } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { byKind } from '../core/kinds.ts';
import type { Kinds } from '../core/kinds.ts';
import type { Row } from '../core/types.gen.ts';
import { look, shared } from './hub.ts';

const NONE: readonly Row[] = [];

let last: Kinds = new Map();
const kinds = computed(() => (last = byKind(shared.value?.rows.values() ?? [], last)));

const known = new Map<Row['kind'], ReadonlySignal<readonly Row[]>>();

function rowsOf(kind: Row['kind']): readonly Row[] {
  let rows = known.get(kind);
  if (!rows) known.set(kind, (rows = computed(() => kinds.value.get(kind) ?? NONE)));
  return rows.value;
}

// A copy: callers sort what they are given.
look.all = (kind) => rowsOf(kind).slice();
look.now = (kind) => {
  rowsOf(kind);
  return shared.peek();
};
