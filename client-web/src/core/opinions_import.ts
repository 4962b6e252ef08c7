// A table of collected opinions becomes wishes `opinion.add`: every bad row named, no opinion added twice. Pure.
import { fold } from './fold.ts';
import { finderOf, findColumns, isBlank, RowReader } from './table.ts';
import type { Columns, Named, RowFault, Table } from './table.ts';
import { graphemes } from './text.ts';
import { TEXT_GRAPHEMES } from './types.gen.ts';
import type { OpinionAddParams } from './types.gen.ts';
import { UNIT_GRAPHEMES } from './roster.ts';

export const OPINION_COLUMNS = {
  text: ['opinion', 'question', 'proposal', 'content', 'ý kiến', 'nội dung', 'nội dung ý kiến', 'câu hỏi', 'kiến nghị', 'đề xuất'],
  topic: ['chủ đề', 'lĩnh vực', 'nhóm vấn đề'],
  unit: ['organisation', 'organization', 'agency', 'đơn vị', 'cơ quan', 'cơ quan đơn vị', 'đơn vị gửi'],
  site: ['site id', 'connection point', 'điểm cầu', 'mã điểm cầu', 'địa phương'],
} as const;

export type OpinionField = keyof typeof OPINION_COLUMNS;

export type OpinionWish = Omit<OpinionAddParams, 'key'>;

export interface PlannedOpinion {
  readonly line: number;
  readonly act: 'add' | 'same';
  readonly wish: OpinionWish;
}

export interface OpinionsPlan {
  readonly columns: Columns<OpinionField>;
  readonly opinions: readonly PlannedOpinion[];
  readonly faults: readonly RowFault[];
}

const likeness = ({ text, unit = '', site = '' }: OpinionWish): string => [text.normalize('NFC'), fold(unit), site].join('\n');

export function planOpinions(table: Table, sites: readonly Named[], topics: readonly Named[], known: readonly OpinionWish[]): OpinionsPlan {
  const columns = findColumns(table.headers, OPINION_COLUMNS);
  const siteOf = finderOf(sites);
  const topicOf = finderOf(topics);
  const there = new Set(known.map(likeness));
  const lineOf = new Map<string, number>();
  const opinions: PlannedOpinion[] = [];
  const faults: RowFault[] = [];
  for (const row of table.rows) {
    if (isBlank(row)) continue;
    const reader = new RowReader(row, columns);
    const wish = read(reader, siteOf, topicOf);
    const before = lineOf.get(likeness(wish));
    if (reader.faults.length === 0 && before !== undefined) reader.refuse('text', 'duplicate', `(${before}) ${wish.text}`);
    lineOf.set(likeness(wish), before ?? row.line);
    faults.push(...reader.faults);
    if (reader.faults.length === 0) opinions.push({ line: row.line, act: there.has(likeness(wish)) ? 'same' : 'add', wish });
  }
  return { columns, opinions, faults };
}

type Find = (words: string) => string | undefined;

function read(reader: RowReader<OpinionField>, siteOf: Find, topicOf: Find): OpinionWish {
  const text = reader.cell('text');
  if (text === '') reader.refuse('text', 'missing');
  if (graphemes(text) > TEXT_GRAPHEMES) reader.refuse('text', 'too_long');
  const [topicWords, siteWords] = [reader.cell('topic'), reader.cell('site')];
  const topic = topicWords === '' ? undefined : topicOf(topicWords);
  const site = siteWords === '' ? undefined : siteOf(siteWords);
  if (topicWords !== '' && topic === undefined) reader.refuse('topic', 'unknown_topic');
  if (siteWords !== '' && site === undefined) reader.refuse('site', 'unknown_site');
  const unit = reader.text('unit', UNIT_GRAPHEMES);
  return { text, ...(topic === undefined ? {} : { topic }), ...(unit ? { unit } : {}), ...(site === undefined ? {} : { site }) };
}
