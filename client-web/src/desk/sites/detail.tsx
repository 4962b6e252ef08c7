// Everything that is known of one site, and the messages with it.
import type { ComponentChildren, JSX } from 'preact';
import { durationText } from '../../core/duration.ts';
import { holderOf } from '../../core/lease.ts';
import { CLOCK_PROOF_MS, checkInOf } from '../../core/sites.ts';
import type { SiteState } from '../../core/sites.ts';
import { DESK } from '../../core/staff_messages.ts';
import type { LiveLink } from '../../core/types.gen.ts';
import { ck } from '../../i18n/checks.ts';
import { cu } from '../../i18n/cue.ts';
import { v } from '../../i18n/displays.ts';
import { si } from '../../i18n/sites.ts';
import { checkInWord } from '../../ui/check_in.ts';
import { dayAndTime } from '../../ui/day.ts';
import { live, now } from '../../ui/hub.ts';
import { number, pick } from '../../ui/language.ts';
import { Bi } from '../../ui/parts.tsx';
import { accountName, calledOf } from '../../ui/staff.tsx';
import { side, threads } from '../messages/side.ts';
import { Thread } from '../messages/thread.tsx';
import { LinkChip, wayWord } from './chip.tsx';
import { chosen } from './state.ts';

const Fact = ({ name, children }: { name: string; children: ComponentChildren }): JSX.Element => (
  <>
    <dt>{name}</dt>
    <dd data-fact={name}>{children}</dd>
  </>
);

const since = (time: number): string => durationText(Math.max(0, now.value - time));

function sinceWhen({ link, condition }: SiteState): string {
  if (!link) return si().neverLong;
  if (link.since === undefined) return si().sinceBefore;
  return condition === 'cut' ? si().cutSince(dayAndTime(link.since), since(link.since)) : si().upSince(dayAndTime(link.since));
}

const SECOND_MS = 1000;

/** Below a second it is the way there that is measured, not the clock. */
function clockWord({ clockOffset = 0 }: LiveLink): string {
  if (Math.abs(clockOffset) < SECOND_MS) return si().clockRight;
  const by = durationText(Math.abs(clockOffset));
  return clockOffset > 0 ? si().clockBehind(by) : si().clockAhead(by);
}

const Figures = ({ link }: { link: LiveLink }): JSX.Element => (
  <>
    <Fact name={si().roundTrip}>{link.roundTrip === undefined ? '–' : wayWord(link.roundTrip)}</Fact>
    <Fact name={si().outbox}>
      {!link.outbox ? si().outboxNone : link.oldest === undefined ? number(link.outbox) : si().oldest(number(link.outbox), since(link.oldest))}
    </Fact>
    {link.clockError !== undefined && (
      <Fact name={si().clock}>
        {clockWord(link)}; {si().clockError(number(link.clockError))}
        {link.clockError > CLOCK_PROOF_MS && <p class="weighs">⚠ {si().clockBad}</p>}
      </Fact>
    )}
  </>
);

const Displays = ({ state }: { state: SiteState }): JSX.Element => {
  const connected = state.displays.filter(({ standing }) => standing !== 'absent');
  return (
    <Fact name={si().displays}>
      {connected.length === 0 && si().displaysNone}
      <ul class="plain">
        {connected.map(({ id, standing }) => (
          <li key={id} data-display={id} data-standing={standing}>
            <bdi>{accountName(id)}</bdi>: {standing === 'behind' ? '⚠' : '✓'} {v().standings[standing]}
          </li>
        ))}
      </ul>
    </Fact>
  );
};

/** Who speaks for the site, and whether they are there. */
function consoleWord({ site }: SiteState): string {
  if (site.operator === undefined) return cu().nobody;
  const { here, seenAt } = holderOf(site, live.value?.operators) ?? {};
  const seen = here ? cu().here : seenAt === undefined ? '' : cu().seen(dayAndTime(seenAt));
  return [site.operatorName ?? accountName(site.operator), seen].filter(Boolean).join(', ');
}

const arrive = (heading: HTMLElement | null): void => {
  heading?.focus({ preventScroll: true });
  heading?.closest('[data-site-detail]')?.scrollIntoView({ block: 'nearest' });
};

function leave(): void {
  const { value } = chosen;
  chosen.value = null;
  document.querySelector<HTMLElement>(`.site-board [data-site="${value}"] button`)?.focus();
}

export function Detail({ state }: { state: SiteState }): JSX.Element {
  const { site, condition, link, present, operators, awaitedBy } = state;
  const thread = threads().find(({ other }) => other === site.id) ?? { other: site.id, messages: [], unread: [] };
  return (
    <section class="card site-detail" data-site-detail={site.id} data-condition={condition} aria-label={pick(site.name)}>
      <p class="split">
        {/* Another heading for another site: it is where the reading goes on. */}
        <h3 key={site.id} tabIndex={-1} ref={arrive}>
          <bdi>{pick(site.name)}</bdi> <small>{site.id}</small>
        </h3>
        <button type="button" data-action="site-close" onClick={leave}>
          {si().closeDetail}
        </button>
      </p>
      <dl>
        <Fact name={si().state}>
          <LinkChip condition={condition} /> {sinceWhen(state)}
          {condition === 'slow' && <p>{si().slowWhy}</p>}
        </Fact>
        {link?.up && <Figures link={link} />}
        {condition === 'cut' && <Fact name={si().outbox}>{si().unknown}</Fact>}
        <Fact name={si().present}>{condition === 'cut' ? si().unknown : si().presentOf(number(present), number(site.people))}</Fact>
        {condition !== 'cut' && <Displays state={state} />}
        <Fact name={si().console}>{consoleWord(state)}</Fact>
        <Fact name={si().operators}>{operators.map(calledOf).join(', ') || si().operatorsNone}</Fact>
        <Fact name={ck().checkIn}>
          <span data-checked={checkInOf(site)}>{checkInWord(site)}</span>
        </Fact>
        {link?.generation !== undefined && <Fact name={si().generation}>{si().generationOf(link.generation)}</Fact>}
        {awaitedBy.length > 0 && (
          <Fact name={si().awaited}>
            {awaitedBy.map((poll) => (
              <p key={poll.id} data-awaited-by={poll.id}>
                ◔ #{poll.id} <Bi text={poll.title} />
              </p>
            ))}
          </Fact>
        )}
      </dl>
      {link?.fencedAt !== undefined && <p class="weighs">⚠ {si().fenced(dayAndTime(link.fencedAt))}</p>}
      {side() === DESK && (
        <div role="group" aria-label={si().messages}>
          <p class="muted">{si().messages}</p>
          <ul class="plain">
            <Thread thread={thread} />
          </ul>
        </div>
      )}
    </section>
  );
}
