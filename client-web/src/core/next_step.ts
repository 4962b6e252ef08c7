// What a chair does next, where the situation leaves no doubt about it: one act for the one large button.
import { inQueueOrder } from './queue.ts';
import { callsAnother, timeLeft } from './speakers.ts';
import type { SpeakerList } from './speakers.ts';
import type { AgendaItemRow, LiveLink, LiveOperator, PollRow, QuestionRow, SiteRow, SpeakerRow } from './types.gen.ts';
import { verdictOf } from './verdicts.ts';

/**
 * calm: it may be done, but nothing waits for it.
 * look: only whoever reads what stands there can decide; the button leads to it. none: nothing is to be done.
 * unasked: nothing is planned behind what is on, and so many approved questions were not asked; last: what is on is the last of the programme,
 * and not an earlier item come back to.
 */
export type NextStep =
  | { readonly act: 'speaker.call' | 'speaker.start' | 'speaker.resume'; readonly speaker: SpeakerRow; readonly calm?: boolean }
  | { readonly act: 'speaker.finish'; readonly speaker: SpeakerRow; readonly calm: boolean }
  | { readonly act: 'poll.open' | 'poll.close' | 'poll.publish' | 'look'; readonly poll: PollRow; readonly calm?: boolean }
  | { readonly act: 'question.answer' | 'question.ask'; readonly question: QuestionRow; readonly calm?: boolean }
  | { readonly act: 'agenda.start' | 'speakers.open'; readonly item: AgendaItemRow; readonly calm?: boolean }
  | { readonly act: 'none'; readonly unasked?: number; readonly last?: boolean; readonly calm?: boolean };

export interface Situation {
  readonly list: SpeakerList;
  readonly polls: readonly PollRow[];
  readonly questions: readonly QuestionRow[];
  /** The hub's order of approved questions, as far as it is known. */
  readonly order: ReadonlyMap<number, number>;
  readonly items: readonly AgendaItemRow[];
}

const NOTHING: NextStep = { act: 'none' };

function ofPoll(poll: PollRow): NextStep {
  if (poll.proposed || poll.state === 'closing') return { act: 'look', poll };
  if (poll.state === 'open') return { act: 'poll.close', poll, calm: poll.closesAt !== undefined };
  return poll.state === 'closed' ? { act: 'poll.publish', poll } : { act: 'poll.open', poll };
}

const isBegun = ({ state, proposed }: PollRow): boolean => proposed !== undefined || state === 'open' || state === 'closing' || state === 'closed';

// One poll at a time: of several that want something nobody but the chair can say which is first.
function ofPolls(polls: readonly PollRow[], drafts: boolean): NextStep | null {
  const begun = polls.filter(isBegun);
  const wanted = begun.length > 0 || !drafts ? begun : polls.filter(({ state }) => state === 'draft');
  const [poll] = wanted;
  if (!poll) return null;
  return wanted.length === 1 ? ofPoll(poll) : { act: 'look', poll };
}

// Closing words, not one more round: the last item, where no dialogue was planned.
function isAtEnd(items: readonly AgendaItemRow[]): boolean {
  const current = items.find(({ state }) => state === 'current');
  if (items.length === 0 || current?.itemKind === 'dialogue') return false;
  return !items.some(({ id, state }) => state === 'planned' && id > (current?.id ?? 0));
}

function isLastOn(items: readonly AgendaItemRow[]): boolean {
  const current = items.find(({ state }) => state === 'current');
  return current !== undefined && items.every(({ id }) => id <= current.id);
}

function ofQuestions({ list, questions, order, items }: Situation): NextStep | null {
  const asking = questions.find(({ state }) => state === 'asking');
  if (asking) return { act: 'question.answer', question: asking, calm: true };
  const approved = questions.filter(({ state }) => state === 'approved');
  if (isAtEnd(items)) return { act: 'none', unasked: approved.length, last: isLastOn(items) };
  const [first] = inQueueOrder(approved, order);
  return first && !callsAnother(list.called, first) ? { act: 'question.ask', question: first } : null;
}

function ofItems(items: readonly AgendaItemRow[], { finished }: SpeakerList): NextStep {
  const sorted = [...items].sort((a, b) => a.id - b.id);
  const current = sorted.find(({ state }) => state === 'current');
  if (!current) {
    const first = sorted.find(({ state }) => state === 'planned');
    return first ? { act: 'agenda.start', item: first } : NOTHING;
  }
  if (current.speakers === 'open') return NOTHING;
  const hasSpoken = finished.some((speaker) => speaker.item === current.id);
  if (!hasSpoken && current.itemKind === 'dialogue') return { act: 'speakers.open', item: current };
  const next = sorted.find(({ id, state }) => id > current.id && state === 'planned');
  return next ? { act: 'agenda.start', item: next, calm: true } : NOTHING;
}

/** Whoever has the floor or is called comes first; then, in a vote, the vote; then who waits; then what else is open. `now` is hub time. */
export function nextStep(situation: Situation, now: number): NextStep {
  const { list, polls, items } = situation;
  const { floor, called, waiting } = list;
  const [first] = waiting;
  const [onFloor] = floor;
  const speaking = onFloor?.state === 'speaking' ? onFloor : undefined;
  const isVote = items.some(({ state, itemKind }) => state === 'current' && itemKind === 'vote');
  if (speaking && !called && first) return { act: 'speaker.call', speaker: first, calm: true };
  if (speaking) return { act: 'speaker.finish', speaker: speaking, calm: (timeLeft(speaking, now) ?? 1) > 0 };
  if (called) return { act: 'speaker.start', speaker: called, calm: called.state === 'next' };
  const poll = ofPolls(polls, isVote);
  if (isVote && poll) return poll;
  if (first) return { act: 'speaker.call', speaker: first };
  if (onFloor) return { act: 'speaker.resume', speaker: onFloor };
  return poll ?? ofQuestions(situation) ?? ofItems(items, list);
}

/** The first poll that is over and waits to be decided about, while the step is about something else. */
export function waitingPoll(step: NextStep, polls: readonly PollRow[]): PollRow | undefined {
  return 'poll' in step ? undefined : polls.find((poll) => isBegun(poll) && (poll.state !== 'open' || poll.proposed !== undefined));
}

/** What the step is about, as it was seen: another one is another question, and another meaning of the button. */
export function stepKey(step: NextStep): string {
  if ('speaker' in step) return `${step.act} ${step.speaker.id}`;
  if ('poll' in step) return `${step.act} ${step.poll.id}`;
  if ('question' in step) return `${step.act} ${step.question.id}`;
  return 'item' in step ? `${step.act} ${step.item.id}` : step.act;
}

/** cut: the site's link is down. unmanned: nobody sits at the site's console. */
export type Doubt = 'cut' | 'unmanned';
/** here: a site that is reached, with somebody at its console. hall: in the hall. unknown: nothing has been heard. */
export type Reach = Doubt | 'here' | 'hall' | 'unknown';

/** Whether somebody of this site can be expected to answer when called. */
export function reachOf(site: SiteRow | undefined, links: readonly LiveLink[] | undefined, operators: readonly LiveOperator[] | undefined): Reach {
  if (!site || site.siteKind === 'hall') return 'hall';
  const link = links?.find((one) => one.site === site.id);
  if (link && !link.up) return 'cut';
  if (site.operator === undefined) return 'unmanned';
  const holder = operators?.find((one) => one.site === site.id && one.operator === site.operator);
  if (!holder) return 'unknown';
  return holder.here ? 'here' : 'unmanned';
}

/** Why the button asks once before it does what it says; null: it does it at once. */
export function doubtAbout(step: NextStep, reach: Reach): 'cut' | 'unmanned' | 'not_ready' | 'sure' | null {
  if (step.act === 'speaker.call') return reach === 'cut' || reach === 'unmanned' ? reach : null;
  if (step.act === 'speaker.start') return step.speaker.state === 'next' ? 'not_ready' : null;
  if (step.act === 'agenda.start') return step.calm ? 'sure' : null;
  return step.act === 'poll.open' || step.act === 'poll.close' || step.act === 'poll.publish' ? 'sure' : null;
}

/** The end of a poll that waits for sites. */
export const waitsForSites = (poll: PollRow): boolean => verdictOf(poll)?.ending === 'waiting';
