// The list of approved questions as one phone holds it. The hub does not push it: each page is asked for.
import type { QuestionListParams, QuestionListResult, QuestionRow } from './types.gen.ts';

export interface Listing {
  readonly questions: readonly QuestionRow[];
  readonly more: boolean;
  /** What this person shared when the counts were taken. */
  readonly shared: ReadonlySet<number>;
}

type AskForPage = (params: QuestionListParams) => Promise<QuestionListResult>;

export const LISTING_PAGE = 20;

/** Asks anew for at least so many, so that a list once opened does not shrink when it is refreshed. */
export async function fetchListing(ask: AskForPage, least: number, shared: ReadonlySet<number>): Promise<Listing> {
  const questions: QuestionRow[] = [];
  for (;;) {
    const after = questions.at(-1)?.id;
    const page = await ask({ limit: LISTING_PAGE, ...(after === undefined ? {} : { after }) });
    questions.push(...page.questions);
    if (!page.more || page.questions.length === 0 || questions.length >= least) return { questions, more: page.more, shared };
  }
}

/** The count as it should read now: the own tap shows at once, the others' with the next refresh. */
export function meTooCount(listing: Listing, question: QuestionRow, sharedNow: boolean): number {
  return (question.meToo ?? 0) - Number(listing.shared.has(question.id)) + Number(sharedNow);
}
