import { viewOf } from '../../core/displays.ts';
import type { StageRow } from '../../core/types.gen.ts';
import { s } from '../../i18n/staff.ts';
import { one } from '../../ui/hub.ts';
import { pick } from '../../ui/language.ts';

/** A stage in words: its view, and the text of what it shows. */
export function wordsOf(stage: StageRow | undefined): string {
  const question = stage?.question === undefined ? undefined : one('question', stage.question);
  const poll = stage?.poll === undefined ? undefined : one('poll', stage.poll);
  const text = question ? `#${question.id} ${question.text}` : poll ? pick(poll.title) : stage?.message ? pick(stage.message) : '';
  return [s().views[viewOf(stage)], text].filter(Boolean).join(': ');
}
