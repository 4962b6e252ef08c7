// How the hub is, at most once a second, from the figures of /metrics.
import type { JSX } from 'preact';
import { l } from '../../i18n/link.ts';
import { si } from '../../i18n/sites.ts';
import { su } from '../../i18n/setup.ts';
import { all, live } from '../../ui/hub.ts';
import { decimal, number } from '../../ui/language.ts';
import { siteName } from '../../ui/staff.tsx';
import { refusalWords } from './form.tsx';
import { health, healthIsOld } from './health_facts.ts';
import { Heading } from './sections.tsx';
import { m } from './words.ts';

const GROUPS = [
  ['people', ['connections', 'connections_most', 'links', 'handshakes', 'slow_closed_total', 'rate_limited_total', 'sign_ins_refused_total']],
  ['work', ['loop_lag', 'append_time', 'events_total', 'append_failed_total', 'journal_writable']],
  ['disk', ['journal_bytes', 'disk_free_bytes', 'backup_age_seconds']],
  ['certificates', ['certificate_expires_seconds', 'certificate_trusted', 'link_certificate_expires_seconds']],
] as const;

const MEGABYTE = 1024 * 1024;
const DAY_SECONDS = 24 * 3600;
const IN_MILLISECONDS = ['lamrelay_loop_lag', 'lamrelay_append_time'];
const RIGHT_OR_WRONG = ['lamrelay_journal_writable', 'lamrelay_certificate_trusted'];

const bytes = (value: number): string =>
  value < 1024 * MEGABYTE ? su().megabytes(decimal((value / MEGABYTE).toFixed(1))) : su().gigabytes(decimal((value / MEGABYTE / 1024).toFixed(1)));

const age = (seconds: number): string =>
  seconds < 0 ? su().never : seconds < 3600 ? su().minutes(number(Math.floor(seconds / 60))) : su().hours(number(Math.floor(seconds / 3600)));

function inWords(name: string, value: number): string {
  if (RIGHT_OR_WRONG.includes(name)) return value === 1 ? su().yes : su().no;
  if (IN_MILLISECONDS.includes(name)) return su().milliseconds(number(value));
  if (name.endsWith('_bytes')) return bytes(value);
  if (name.endsWith('age_seconds')) return age(value);
  if (name.endsWith('expires_seconds')) return value === 0 ? '–' : su().days(number(Math.max(0, Math.floor(value / DAY_SECONDS))));
  return number(value);
}

const isTrouble = (name: string, value: number): boolean =>
  (name === 'lamrelay_journal_writable' && value !== 1) || (name === 'lamrelay_append_failed_total' && value > 0) || (name === 'lamrelay_loop_lag' && value > 250);

const Figure = ({ name, value }: { name: string; value: number }): JSX.Element => (
  <div data-figure={name} data-value={value}>
    <dt>{su().figures[name] ?? <code>{name}</code>}</dt>
    <dd class={isTrouble(name, value) ? 'lack' : ''}>{su().figures[name] ? inWords(name, value) : number(value)}</dd>
  </div>
);

function SiteLinks(): JSX.Element {
  const links = live.value?.links ?? [];
  if (links.length === 0) return <p class="empty">{su().noLinks}</p>;
  const order = new Map(all('site').map(({ id }, place) => [id, place]));
  return (
    <ul class="plain">
      {[...links]
        .sort((a, b) => Number(a.up) - Number(b.up) || (order.get(a.site) ?? 0) - (order.get(b.site) ?? 0))
        .map(({ site, up, roundTrip, outbox, clockOffset }) => (
          <li key={site} class="row" data-link-of={site} data-up={up}>
            <span class="grow">{siteName(site)}</span>
            <span class={up ? '' : 'lack'}>{up ? si().conditions.up : si().conditions.cut}</span>
            <small>
              {[roundTrip !== undefined && su().milliseconds(number(roundTrip)), outbox ? l().keptCount(outbox) : '', clockOffset !== undefined && `± ${su().milliseconds(number(Math.abs(clockOffset)))}`]
                .filter(Boolean)
                .join(' · ')}
            </small>
          </li>
        ))}
    </ul>
  );
}

export function HealthSection(): JSX.Element {
  const answer = health.value;
  const figures = new Map(answer?.figures.map(({ name, value }) => [name, value]));
  const shown = new Set<string>(GROUPS.flatMap(([, names]) => names.map((name) => `lamrelay_${name}`)));
  return (
    <>
      <Heading name="health" />
      <p class="muted" data-health={answer ? (healthIsOld.value ? 'old' : 'live') : 'none'}>
        {healthIsOld.value ? su().healthOld : su().healthWhat}
      </p>
      {!answer && <p class="muted">{m().loading}</p>}
      {answer && (
        <div class="figures">
          {GROUPS.map(([group, names]) => (
            <section key={group} class="card stack" aria-labelledby={`figures-${group}`}>
              <h3 id={`figures-${group}`}>{su().healthGroups[group]}</h3>
              <dl>
                {names.map((name) => (
                  <Figure key={name} name={`lamrelay_${name}`} value={figures.get(`lamrelay_${name}`) ?? 0} />
                ))}
              </dl>
            </section>
          ))}
          <section class="card stack" aria-labelledby="refusals-by-code">
            <h3 id="refusals-by-code">{su().refusals}</h3>
            {answer.refusals.length === 0 && <p class="empty">{su().noRefusals}</p>}
            <dl>
              {answer.refusals.map(({ code, count }) => (
                <div key={code} data-refusals={code}>
                  <dt>
                    {refusalWords({ code })} <code>{code}</code>
                  </dt>
                  <dd>{number(count)}</dd>
                </div>
              ))}
            </dl>
          </section>
        </div>
      )}
      <section class="panel card" aria-labelledby="site-links">
        <h3 id="site-links">{su().siteLinks}</h3>
        <SiteLinks />
      </section>
      {answer && (
        <details class="card">
          <summary>{su().healthGroups.all}</summary>
          <dl class="raw">
            {answer.figures.filter(({ name }) => !shown.has(name)).map(({ name, value }) => (
              <Figure key={name} name={name} value={value} />
            ))}
          </dl>
        </details>
      )}
    </>
  );
}
