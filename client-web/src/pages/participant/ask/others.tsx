import { effect, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { fetchListing, LISTING_PAGE, meTooCount } from '../../../core/listing.ts';
import type { Listing } from '../../../core/listing.ts';
import type { HeldCommand } from '../../../core/outbox.ts';
import type { QuestionRow } from '../../../core/types.gen.ts';
import { t } from '../../../i18n/common.ts';
import { q } from '../../../i18n/question.ts';
import { st } from '../../../i18n/states.ts';
import { linked, mine, now, ready, relay, waiting } from '../../../ui/hub.ts';
import { hourAndMinute, number } from '../../../ui/language.ts';
import { Chip } from '../../../ui/parts.tsx';
import { tab } from '../tab.ts';
import { a } from './words.ts';

// A list younger than this is not asked for again when the tab is opened.
const FRESH_MS = 15_000;

const listing = signal<Listing | null>(null);
const loading = signal(false);
const trouble = signal('');
let loadedAt = -FRESH_MS;
let asOf = 0;

async function load(least: number): Promise<void> {
  if (loading.value) return;
  loading.value = true;
  const shared = new Set(mine('my_me_too').map((row) => row.id));
  try {
    listing.value = await fetchListing((params) => relay.ask('question.list', params), least, shared);
    loadedAt = performance.now();
    asOf = now.value;
    trouble.value = '';
  } catch {
    trouble.value = a().listFailed;
  }
  loading.value = false;
}

const shown = (): number => Math.max(LISTING_PAGE, listing.value?.questions.length ?? 0);

let open = false;

effect(() => {
  const wasOpen = open;
  open = tab.value === 'ask' && ready.value && linked.value;
  if (open && !wasOpen && performance.now() - loadedAt > FRESH_MS) void load(shown());
});

// The tap that is still on its way counts already.
function isShared(question: number): boolean {
  const taps = (waiting('question.me_too') as HeldCommand<'question.me_too'>[]).filter((command) => command.params.question === question);
  return taps.at(-1)?.params.on ?? mine('my_me_too').some((row) => row.id === question);
}

function tap(question: number): void {
  const submitted = relay.submit('question.me_too', { question, on: !isShared(question) });
  trouble.value = submitted === 'held' ? '' : submitted === 'full' ? t().outboxFull : t().notStored;
}

function Other({ list, question }: { list: Listing; question: QuestionRow }): JSX.Element {
  const { id, state, askers, answerer } = question;
  const shared = isShared(id);
  const count = meTooCount(list, question, shared);
  const own = mine('my_question').some((row) => row.id === id);
  const askable = state === 'approved' || state === 'asking';
  return (
    <li data-listed={id} data-state={state} data-me-too={count}>
      <small>
        {state !== 'approved' && <Chip state={state}>{q().states[state]}</Chip>} #{id}
        {own && ` · ${a().own}`}
        {askers && ` · ${q().askers(number(askers))}`}
      </small>
      <bdi>{question.text}</bdi>
      {answerer && (
        <p class="muted">
          <bdi>{q().answerer(answerer)}</bdi>
        </p>
      )}
      {!own && askable ? (
        <button type="button" class="me-too" data-action="question.me_too" aria-pressed={shared ? 'true' : 'false'} onClick={() => tap(id)}>
          {a().meToo}
          {count > 0 && ` · ${number(count)}`}
        </button>
      ) : (
        count > 0 && <p class="muted">{q().meToo(number(count))}</p>
      )}
    </li>
  );
}

export function Others(): JSX.Element {
  const list = listing.value;
  return (
    <section class="card" data-list="others">
      <p class="split">
        <b>{a().others}</b>
        <button type="button" class="quiet" data-action="refresh" disabled={loading.value || !linked.value} onClick={() => void load(shown())}>
          {a().refresh}
        </button>
      </p>
      <p role="alert" class="trouble">
        {trouble.value}
      </p>
      {!list && loading.value && <p class="empty">{t().starting}</p>}
      {list?.questions.length === 0 && <p class="empty">{a().noneOthers}</p>}
      <ul class="plain">{list?.questions.map((question) => <Other key={question.id} list={list} question={question} />)}</ul>
      {list?.more && (
        <button type="button" class="wide" data-action="more" disabled={loading.value || !linked.value} onClick={() => void load(list.questions.length + 1)}>
          {a().more}
        </button>
      )}
      {list && list.questions.length > 0 && <small>{st().asOf(hourAndMinute(asOf))}</small>}
    </section>
  );
}
