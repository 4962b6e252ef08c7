// What the hub recorded for an audience, folded, must be the view that the hub itself computed.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { applyFrame, applySnapshot, inSnapshotOrder } from '../../src/core/rows.ts';
import type { ChannelRows } from '../../src/core/rows.ts';
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

class Audiences {
  readonly #channels = new Map<string, ChannelRows>();

  take(audience: string, frame: Notification): void {
    if (frame.method === 'snapshot') this.#channels.set(audience, applySnapshot(frame.params));
    if (frame.method !== 'rows') return;
    const before = this.#channels.get(audience) ?? { name: frame.params.channel, s: frame.params.from, rows: new Map() };
    const { channel, fold } = applyFrame(before, frame.params);
    if (fold === 'gap') throw new Error(`${audience}: frame ${frame.params.from}..${frame.params.to} leaves a gap after ${before.s}`);
    this.#channels.set(audience, channel);
  }

  view(audience: string): Row[] {
    return inSnapshotOrder(this.#channels.get(audience)?.rows.values() ?? []);
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
