// What the hub recorded for an audience, folded, must be the view that the hub itself computed.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { foldFrame, foldSnapshot, inSnapshotOrder, NOTHING_HELD } from '../../src/core/rows.ts';
import type { HeldRows } from '../../src/core/rows.ts';
import type { Notification } from '../../src/core/link.ts';
import type { Row } from '../../src/core/types.gen.ts';

interface Line {
  audience: string;
  frame?: Notification;
  view?: Row[];
}

const folder = process.env['STREAMS'] ?? fileURLToPath(new URL('../../../tests/streams', import.meta.url));
const files = existsSync(folder)
  ? readdirSync(folder)
      .filter((name) => name.endsWith('.jsonl'))
      .sort()
  : [];

// Folded by the rules of a page: the own channel says which shared one is meant.
class Audiences {
  readonly #held = new Map<string, HeldRows>();

  take(person: string, frame: Notification): void {
    const held = this.#held.get(person) ?? { ...NOTHING_HELD, own: { name: `person:${person}`, s: null, rows: new Map() } };
    if (frame.method === 'snapshot') this.#held.set(person, foldSnapshot(held, frame.params));
    if (frame.method !== 'rows') return;
    const folded = foldFrame(held, frame.params);
    if (folded.fold !== 'applied')
      throw new Error(`${person}: frame ${frame.params.from}..${frame.params.to} of ${frame.params.channel}: ${folded.fold}`);
    this.#held.set(person, folded.held);
  }

  /** `audience` is a person and which of the two channels: "hall-0001 own", "hall-0001 shared". */
  view(audience: string): Row[] {
    const [person = '', which] = audience.split(' ');
    const held = this.#held.get(person);
    const channel = which === 'own' ? held?.own : held?.shared;
    return inSnapshotOrder(channel?.rows.values() ?? []);
  }
}

describe('recorded streams', () => {
  it.runIf(files.length === 0)('are not there yet', () => expect(files).toEqual([]));

  it.each(files)('%s', (file) => {
    const audiences = new Audiences();
    const lines = readFileSync(`${folder}/${file}`, 'utf8').split('\n').filter(Boolean);
    for (const [index, text] of lines.entries()) {
      const line = JSON.parse(text) as Line;
      if (line.frame) audiences.take(line.audience, line.frame);
      if (line.view) expect(audiences.view(line.audience), `${file}:${index + 1} ${line.audience}`).toEqual(line.view);
    }
  });
});
