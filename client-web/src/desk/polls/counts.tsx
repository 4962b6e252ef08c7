// What was counted by hand in a poll: at /site of the own site, at the desk of all of them.
import type { JSX } from 'preact';
import { canCount } from '../../core/counts.ts';
import type { CountRow, PollRow } from '../../core/types.gen.ts';
import { cn } from '../../i18n/counts.ts';
import { dayAndTime } from '../../ui/day.ts';
import { all, me, one, relay, within } from '../../ui/hub.ts';
import { number, pick } from '../../ui/language.ts';
import { optionNames } from '../../ui/options.ts';
import { Chip } from '../../ui/parts.tsx';
import { accountName, siteName, tell } from '../../ui/staff.tsx';
import { begin, close, ConfirmForm, EnterForm, form, WithdrawForm } from './count_form.tsx';
import type { CountAct } from './count_form.tsx';
import './counts.css';

interface Of {
  readonly poll: PollRow;
  readonly count: CountRow;
}

/** A site's page knows no accounts but its own and who has the console. */
function nameOf(person: string, site: string): string {
  if (person === me.value?.id && me.value.name) return me.value.name;
  const { operator, operatorName } = one('site', site) ?? {};
  if (person === operator && operatorName) return operatorName;
  const name = accountName(person);
  return name === person ? cn().somebody : name;
}

const isOpenFor = (act: CountAct, poll: number, site: string): boolean =>
  form.value?.act === act && form.value.poll === poll && form.value.site === site;

const OpenButton = ({ act, label, count }: { act: CountAct; label: string; count: CountRow }): JSX.Element => (
  <button type="button" data-action={`${act}-open`} disabled={!within.value} onClick={() => begin(act, count.poll, count.site, count.rev)}>
    {label}
  </button>
);

/** Whoever sees the figures says that they are right; whoever does not says them again. */
function Confirm({ poll, count }: Of): JSX.Element {
  const confirm = (): void => tell('count.confirm', relay.submitNow('count.confirm', { poll: poll.id, site: count.site, rev: count.rev }));
  if (count.enteredBy === me.value?.id) return <small class="grow">{cn().confirmNotYou}</small>;
  return count.tally ? (
    <button type="button" class="main" data-action="count.confirm" disabled={!within.value || count.over === true} onClick={confirm}>
      {cn().confirm}
    </button>
  ) : (
    <OpenButton act="count.confirm" label={cn().confirmOpen} count={count} />
  );
}

function Acts({ poll, count }: Of): JSX.Element {
  if (isOpenFor('count.enter', poll.id, count.site)) return <EnterForm poll={poll} site={count.site} count={count} />;
  if (isOpenFor('count.confirm', poll.id, count.site)) return <ConfirmForm poll={poll} count={count} />;
  if (isOpenFor('count.withdraw', poll.id, count.site)) return <WithdrawForm count={count} />;
  return (
    <p class="row">
      {count.state === 'entered' && <Confirm poll={poll} count={count} />}
      <OpenButton act="count.enter" label={cn().again} count={count} />
      {count.state !== 'withdrawn' && <OpenButton act="count.withdraw" label={cn().withdraw} count={count} />}
    </p>
  );
}

const Figures = ({ poll, tally }: { poll: PollRow; tally: readonly number[] }): JSX.Element => (
  <dl class="counted" data-counted={tally.join(' ')}>
    {optionNames(poll).map((name, place) => (
      <div key={place}>
        <dt>
          <bdi>{name}</bdi>
        </dt>
        <dd>{number(tally[place])}</dd>
      </div>
    ))}
  </dl>
);

const CountItem = ({ poll, count }: Of): JSX.Element => (
  <li data-count={count.id} data-site={count.site} data-state={count.state} data-over={count.over === true}>
    <p class="split">
      <b>{siteName(count.site)}</b> <Chip state={count.state}>{cn().states[count.state]}</Chip>
    </p>
    {count.tally && <Figures poll={poll} tally={count.tally} />}
    <p>
      {cn().counted(number(count.total), number(count.ceiling))} <small>· {cn().by(nameOf(count.enteredBy, count.site), dayAndTime(count.at))}</small>
      {count.confirmedBy && <small> · {cn().confirmedBy(nameOf(count.confirmedBy, count.site))}</small>}
    </p>
    {count.note && (
      <small>
        <bdi>{count.note}</bdi>
      </small>
    )}
    {count.over && <p class="bad">{cn().over}</p>}
    {count.phonesAfter !== undefined && <p class="clarify">{cn().phonesAfter(number(count.phonesAfter))}</p>}
    {canCount(poll) && <Acts poll={poll} count={count} />}
  </li>
);

/** The first count of a site; one that is there is entered anew in its own place. */
function First({ poll, site }: { poll: PollRow; site: string }): JSX.Element {
  if (isOpenFor('count.enter', poll.id, site)) return <EnterForm poll={poll} site={site} count={undefined} />;
  return (
    <p class="row">
      <button type="button" data-action="count.enter-open" disabled={!within.value} onClick={() => begin('count.enter', poll.id, site)}>
        {cn().open}
      </button>
      {!within.value && <small>{cn().offline}</small>}
    </p>
  );
}

/** The desk enters for whichever site has told it, the hall too. */
function ForSite({ poll, counted }: { poll: PollRow; counted: readonly CountRow[] }): JSX.Element {
  const site = form.value?.act === 'count.enter' && form.value.poll === poll.id ? form.value.site : '';
  const known = counted.some((count) => count.site === site);
  return (
    <details data-list="count">
      <summary>{cn().open}</summary>
      <div class="stack">
        <label>
          {cn().site}
          <select name="count-site" value={known ? '' : site} onChange={({ currentTarget: { value } }) => (value ? begin('count.enter', poll.id, value) : close())}>
            <option value="">{cn().chooseSite}</option>
            {all('site')
              .filter(({ id }) => !counted.some((count) => count.site === id))
              .map(({ id, name }) => (
                <option key={id} value={id}>
                  {pick(name)}
                </option>
              ))}
          </select>
        </label>
        {site && !known && <EnterForm key={site} poll={poll} site={site} count={undefined} />}
      </div>
    </details>
  );
}

/** `site`: the own site of an operator; none at the desk, which sees all. */
export function Counts({ poll, site }: { poll: PollRow; site?: string | undefined }): JSX.Element | null {
  const counted = all('count').filter((count) => count.poll === poll.id);
  if (!canCount(poll) && counted.length === 0) return null;
  return (
    <section class="counts stack" data-counts={counted.length} aria-label={cn().title}>
      <h3>{cn().title}</h3>
      {poll.countsOpen && (
        <p class="clarify" data-counts-open={poll.countsOpen}>
          {cn().waits(number(poll.countsOpen))}
        </p>
      )}
      <ul class="plain">
        {counted.map((count) => (
          <CountItem key={count.id} poll={poll} count={count} />
        ))}
      </ul>
      {canCount(poll) && (site === undefined ? <ForSite poll={poll} counted={counted} /> : counted.length === 0 && <First poll={poll} site={site} />)}
    </section>
  );
}
