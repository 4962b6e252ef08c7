// What the operator's and the moderator's page share: sign-in by password, refusals, people and lists.
import { computed, signal } from '@preact/signals';
import { Component } from 'preact';
import type { ComponentChildren, HTMLAttributes, JSX } from 'preact';
import type { HeldCommand } from '../core/outbox.ts';
import { namesOf } from '../core/people.ts';
import { listOf } from '../core/speakers.ts';
import type { SpeakerList } from '../core/speakers.ts';
import type { AgendaItemRow, ErrorData, MeRow, PersonRow, QuestionRow, Row, SpeakerRow, Texts } from '../core/types.gen.ts';
import type { Submitted } from '../core/outbox.ts';
import { errorText, t } from '../i18n/common.ts';
import { cn } from '../i18n/counts.ts';
import { cu } from '../i18n/cue.ts';
import { dr } from '../i18n/door.ts';
import { l } from '../i18n/link.ts';
import { mg } from '../i18n/messages.ts';
import { pp } from '../i18n/people.ts';
import { q } from '../i18n/question.ts';
import { sp } from '../i18n/speakers.ts';
import { s } from '../i18n/staff.ts';
import { ve } from '../i18n/verdict.ts';
import { keepFocus } from './focus.ts';
import { keepInSight } from './in_sight.ts';
import { all, me, phase, ready, relay } from './hub.ts';
import './kinds.ts';
import { pick } from './language.ts';
import { LanguageLacking } from './languages_kept.tsx';
import './other_address.tsx';
import { Bi, door, Gate, Notice, Starting, TopBar } from './parts.tsx';
import { busy, submitPassword, Trouble } from './signin.tsx';
import './touch.css';

/** Whose page a door leads to; what is said to who does not get in differs. */
export type Door = 'admin' | 'desk' | 'site';

const AtTheDoor = ({ door }: { door: Door }): JSX.Element => (
  <div class="at-the-door">
    <p>{dr().card}</p>
    <p>{door === 'admin' ? dr().lostAdmin : dr().lost}</p>
    {door === 'site' && <p>{dr().device}</p>}
    <p>
      {dr().delegate} <a href="/">{dr().toDelegates}</a>
    </p>
  </div>
);

export const PasswordSignIn = ({ title, door }: { title: string; door: Door }): JSX.Element => (
  <main class="sign-in" data-screen="sign-in">
    <TopBar />
    <form class="card stack" onSubmit={submitPassword}>
      <h2>{title}</h2>
      <label>
        {s().account}
        <input id="name" name="name" autocomplete="username" required />
      </label>
      <label>
        {s().password}
        <input id="password" name="password" type="password" autocomplete="current-password" required />
      </label>
      <Trouble />
      <button class="main" data-action="session.open" disabled={busy.value}>
        {s().signIn}
      </button>
    </form>
    <AtTheDoor door={door} />
  </main>
);

keepFocus();
keepInSight();

/** Draws the page once the person may use it; sign-in, waiting and refusal are the same everywhere. */
interface DeskProps {
  /** What the page is for: who signs in should know at which door they stand. */
  readonly title: () => string;
  readonly door: Door;
  readonly fits: (channel: string) => boolean;
  readonly children: () => JSX.Element;
}

export const Desk = (props: DeskProps): JSX.Element => (
  <>
    <LanguageLacking />
    <Behind {...props} />
  </>
);

const PAGES = { operator: '/site', moderator: '/mod', chair: '/chair', admin: '/admin', display: '/stage' } as const;
type Staff = keyof typeof PAGES;

/** Where somebody is at home. */
const pageOf = ({ roles }: MeRow): string => {
  const role = (Object.keys(PAGES) as Staff[]).find((one) => roles.includes(one));
  return role ? PAGES[role] : '/';
};

function Behind({ title, door: at, fits, children }: DeskProps): JSX.Element {
  door.title = title;
  if (phase.value === 'signed_out') return <PasswordSignIn title={title()} door={at} />;
  const gate = Gate();
  if (gate) return gate;
  const person = me.value;
  if (person && !fits(person.channel)) {
    return (
      <Notice screen="wrong-role" title={s().wrongRole}>
        <p>
          <a data-action="own-page" href={pageOf(person)}>
            {dr().yours}
          </a>
        </p>
        <button type="button" class="main" data-action="session.close" onClick={() => relay.signOut()}>
          {t().signOut}
        </button>
      </Notice>
    );
  }
  return ready.value ? children() : <Starting />;
}

function goToContent(event: MouseEvent): void {
  // Not by the address: it names the section of a page.
  event.preventDefault();
  const main = document.querySelector<HTMLElement>('main:not([hidden])');
  if (!main) return;
  main.tabIndex = -1;
  main.addEventListener('blur', () => main.removeAttribute('tabindex'), { once: true });
  main.focus();
}

/** The first stop of a page: past what is the same on all of it. Seen while it has the focus. */
export const ToContent = (): JSX.Element => (
  <a class="unseen to-content" href="#main" data-action="to-content" onClick={goToContent}>
    {s().toContent}
  </a>
);

interface Refusal {
  readonly key: string;
  readonly method: HeldCommand['method'];
  readonly code: string;
  readonly row?: Row;
}

const refusals = signal<readonly Refusal[]>([]);
const REFUSALS_SHOWN = 5;

const noteRefusal = (refusal: Refusal): void => {
  refusals.value = [...refusals.value, refusal].slice(-REFUSALS_SHOWN);
};

// Somebody else of this side was faster: the receipt is theirs and nobody has lost anything; who has the console is said by its bar.
const FASTER: Partial<Record<HeldCommand['method'], string>> = { 'message.read': 'wrong_state', 'lease.take': 'stale_rev' };
const isNews = ({ method }: HeldCommand, { code }: ErrorData): boolean => FASTER[method] !== code;

export function settled(command: HeldCommand, refusal: ErrorData | null): void {
  if (refusal && isNews(command, refusal)) noteRefusal({ key: command.key, method: command.method, code: refusal.code, ...(refusal.row ? { row: refusal.row } : {}) });
}

/** For what the outbox would not take: said at once, as nothing was kept. */
export function tell(method: HeldCommand['method'], submitted: Submitted | 'fenced'): void {
  if (submitted !== 'held') noteRefusal({ key: `${method} ${performance.now()}`, method, code: submitted });
}

const refusalText = (refusal: Refusal): string => {
  const words: Partial<Record<string, string>> = refusal.method.startsWith('count.') ? { ...s().errors, ...cn().errors } : s().errors;
  return words[refusal.code] ?? (refusal.code === 'not_stored' ? t().notStored : errorText(refusal.code));
};

// Each domain has the words of its own acts.
export const actWord = (method: HeldCommand['method']): string =>
  [s().acts, l().acts, sp().acts, mg().acts, pp().acts, cn().acts, ve().acts, cu().acts].map((acts) => acts[method]).find(Boolean) ?? method;

export const Refusals = (): JSX.Element => (
  <div class="refusals" role="alert">
    {refusals.value.map((refusal) => (
      <p key={refusal.key} class="row" data-refused={refusal.code} data-method={refusal.method}>
        <b>{actWord(refusal.method)}</b>
        <span>{refusalText(refusal)}</span>
        {refusal.row && <CurrentRow row={refusal.row} />}
        <button type="button" data-action="dismiss" onClick={() => (refusals.value = refusals.value.filter((kept) => kept !== refusal))}>
          {t().dismiss}
        </button>
      </p>
    ))}
  </div>
);

function CurrentRow({ row }: { row: Row }): JSX.Element | null {
  if (row.kind === 'question')
    return (
      <q data-row={row.id}>
        #{row.id} {q().states[row.state]} · <bdi>{row.text}</bdi>
      </q>
    );
  if (row.kind === 'speaker')
    return (
      <q data-row={row.id}>
        {s().speakerStates[row.state]} · <bdi>{personName(row) || siteName(row.site)}</bdi>
      </q>
    );
  if (row.kind === 'poll')
    return (
      <q data-row={row.id}>
        {s().pollStates[row.state]} · <Bi text={row.title} />
      </q>
    );
  if (row.kind === 'agenda_item')
    return (
      <q data-row={row.id}>
        {s().itemStates[row.state]} · <Bi text={row.title} />
      </q>
    );
  if (row.kind === 'queue') return <q data-row={row.id}>{s().orderChanged}</q>;
  if (row.kind === 'conference' || row.kind === 'topic') return <q data-row={row.id}>{q().intakes[row.intake]}</q>;
  if (row.kind === 'stage') return <q data-row={row.id}>{s().views[row.view]}</q>;
  return null;
}

// Kept the same while no name changes: whoever shows a name must not be drawn again with every frame.
function names(kind: 'site' | 'topic'): { readonly value: ReadonlyMap<string, Texts> } {
  let last: ReadonlyMap<string, Texts> = new Map();
  return computed(() => {
    const rows = all(kind);
    if (rows.length !== last.size || rows.some((row) => last.get(row.id) !== row.name))
      last = new Map(rows.map((row) => [row.id, row.name]));
    return last;
  });
}

const siteNames = names('site');
const topicNames = names('topic');

export function siteName(site = ''): string {
  const name = siteNames.value.get(site);
  return name ? pick(name) : site;
}

export function topicName(topic: string | undefined): string {
  const name = topic === undefined ? undefined : topicNames.value.get(topic);
  return name ? pick(name) : '';
}

let knownNames: ReadonlyMap<string, string> = new Map();

// Kept the same while no name changes, as above.
const accountNames = computed(() => {
  const names = namesOf(all('person'));
  if (names.size !== knownNames.size || [...names].some(([id, name]) => knownNames.get(id) !== name)) knownNames = names;
  return knownNames;
});

/** What an account is called; its id where this page does not know it. */
export const accountName = (id = ''): string => accountNames.value.get(id) ?? id;

/** Somebody by name, or else by the number on the card. */
export const calledOf = ({ id, name, number }: PersonRow): string => name ?? (number === undefined ? id : s().person(number));

/** The name, or else the number that is on the card: ids made by the hub end with it. Empty where neither may be known. */
export function personName(row: Pick<QuestionRow, 'person' | 'site' | 'name'>): string {
  if (row.name) return row.name;
  const number = row.person?.startsWith(`${row.site}-`) && /^0*(\d+)$/.exec(row.person.slice(`${row.site}-`.length))?.[1];
  return number ? s().person(Number(number)) : (row.person ?? '');
}

export function Who({ row }: { row: SpeakerRow | QuestionRow }): JSX.Element {
  const name = personName(row);
  const site = siteName(row.site);
  return name ? (
    <span class="grow">
      <bdi>{name}</bdi> <small>{site}</small>
    </span>
  ) : (
    <bdi class="grow">{site}</bdi>
  );
}

export const currentItem = (): AgendaItemRow | undefined => all('agenda_item').find((item) => item.state === 'current');

export const speakerList = (): SpeakerList => listOf(all('speaker'), currentItem()?.id);

/** Draws again only when its own row is another one: of 600 rows one changes at a time. */
export function memo<P extends object>(draw: (props: P) => JSX.Element): (props: P) => JSX.Element {
  const Draw = draw;
  class Memo extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      for (const name in next) if (this.props[name as keyof typeof this.props] !== next[name]) return true;
      return false;
    }
    override render(props: P): JSX.Element {
      return <Draw {...props} />;
    }
  }
  return Memo as unknown as (props: P) => JSX.Element;
}

export const Panel = ({
  name,
  title,
  count,
  events,
  children,
}: {
  name: string;
  title: string;
  count?: number;
  /** What is heard of the pointer and the focus in it. */
  events?: HTMLAttributes<HTMLElement>;
  children: ComponentChildren;
}): JSX.Element => (
  <section class="card panel" data-panel={name} aria-label={title} {...events}>
    <h2>
      {title} {count !== undefined && <span class="count">({count})</span>}
    </h2>
    {children}
  </section>
);
