import { describe, expect, it } from 'vitest';
import { en as askEn } from '../../src/i18n/ask.en.ts';
import { vi as askVi } from '../../src/i18n/ask.vi.ts';
import { en as ballotEn } from '../../src/i18n/ballot.en.ts';
import { vi as ballotVi } from '../../src/i18n/ballot.vi.ts';
import { en as chairEn } from '../../src/i18n/chair.en.ts';
import { vi as chairVi } from '../../src/i18n/chair.vi.ts';
import { en as commonEn } from '../../src/i18n/common.en.ts';
import { vi as commonVi } from '../../src/i18n/common.vi.ts';
import { en as displaysEn } from '../../src/i18n/displays.en.ts';
import { vi as displaysVi } from '../../src/i18n/displays.vi.ts';
import { en as opinionsEn } from '../../src/i18n/opinions.en.ts';
import { vi as opinionsVi } from '../../src/i18n/opinions.vi.ts';
import { en as floorEn } from '../../src/i18n/floor.en.ts';
import { vi as floorVi } from '../../src/i18n/floor.vi.ts';
import { en as messagesEn } from '../../src/i18n/messages.en.ts';
import { vi as messagesVi } from '../../src/i18n/messages.vi.ts';
import { en as participantEn } from '../../src/i18n/participant.en.ts';
import { vi as participantVi } from '../../src/i18n/participant.vi.ts';
import { en as pollsEn } from '../../src/i18n/polls.en.ts';
import { vi as pollsVi } from '../../src/i18n/polls.vi.ts';
import { en as questionEn } from '../../src/i18n/question.en.ts';
import { vi as questionVi } from '../../src/i18n/question.vi.ts';
import { en as resultsEn } from '../../src/i18n/results.en.ts';
import { vi as resultsVi } from '../../src/i18n/results.vi.ts';
import { en as speakersEn } from '../../src/i18n/speakers.en.ts';
import { vi as speakersVi } from '../../src/i18n/speakers.vi.ts';
import { en as staffEn } from '../../src/i18n/staff.en.ts';
import { vi as staffVi } from '../../src/i18n/staff.vi.ts';
import { en as stageEn } from '../../src/i18n/stage.en.ts';
import { vi as stageVi } from '../../src/i18n/stage.vi.ts';

type Leaves = [string, string][];

const said = (value: unknown): string =>
  typeof value === 'function' ? String((value as (a: string, b: string) => string)('ONE', 'TWO')) : String(value);

function leaves(value: object, path = ''): Leaves {
  return Object.entries(value).flatMap(([name, part]): Leaves =>
    typeof part === 'object' ? leaves(part as object, `${path}${name}.`) : [[`${path}${name}`, said(part)]],
  );
}

const pairs: [string, object, object][] = [
  ['ask', askVi, askEn],
  ['ballot', ballotVi, ballotEn],
  ['chair', chairVi, chairEn],
  ['common', commonVi, commonEn],
  ['displays', displaysVi, displaysEn],
  ['floor', floorVi, floorEn],
  ['messages', messagesVi, messagesEn],
  ['opinions', opinionsVi, opinionsEn],
  ['participant', participantVi, participantEn],
  ['polls', pollsVi, pollsEn],
  ['question', questionVi, questionEn],
  ['results', resultsVi, resultsEn],
  ['speakers', speakersVi, speakersEn],
  ['staff', staffVi, staffEn],
  ['stage', stageVi, stageEn],
];

describe.each(pairs)('%s', (_name, vi, en) => {
  const [vietnamese, english] = [leaves(vi), leaves(en)];

  it('says the same things in both languages', () => {
    expect(english.map(([name]) => name).sort()).toEqual(vietnamese.map(([name]) => name).sort());
  });

  it('leaves nothing empty, and Vietnamese is NFC', () => {
    for (const [name, text] of [...vietnamese, ...english]) expect(text.trim(), name).not.toBe('');
    for (const [name, text] of vietnamese) expect(text, name).toBe(text.normalize('NFC'));
  });

  it('uses the same figures and names in both', () => {
    const used = (text: string): string[] => ['ONE', 'TWO'].filter((word) => text.includes(word));
    const inEnglish = new Map(english);
    for (const [name, text] of vietnamese) expect(used(inEnglish.get(name) ?? ''), name).toEqual(used(text));
  });
});
