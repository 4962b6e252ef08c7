// Who speaks for each site, and is there: for the moderators, who can hand a console to another operator at any time.
import type { JSX } from 'preact';
import { holderOf, seenOf } from '../../core/lease.ts';
import type { PersonRow, SiteRow } from '../../core/types.gen.ts';
import { secondsOf } from '../../core/video_delay.ts';
import { cu } from '../../i18n/cue.ts';
import { dayAndTime } from '../../ui/day.ts';
import { all, linked, live, relay } from '../../ui/hub.ts';
import { decimal, number, pick } from '../../ui/language.ts';
import { accountName, Panel, tell } from '../../ui/staff.tsx';

const operatorsOf = (site: string): PersonRow[] => all('person').filter((row) => row.site === site && row.roles.includes('operator'));

function standing(site: SiteRow): string {
  if (site.operator === undefined) return `○ ${cu().nobody}`;
  const { here, seenAt } = holderOf(site, live.value?.operators) ?? {};
  const seen = here ? cu().here : seenAt === undefined ? '' : cu().seen(dayAndTime(seenAt));
  return [`${here ? '●' : '◌'} ${site.operatorName ?? site.operator}`, cu().since(dayAndTime(site.leaseAt ?? 0)), seen].filter(Boolean).join(', ');
}

function Give({ site, others }: { site: SiteRow; others: readonly PersonRow[] }): JSX.Element {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const person = String(new FormData(form).get('person') ?? '');
    tell('lease.take', relay.submitNow('lease.take', { ...seenOf(site), person }));
    form.reset();
  };
  return (
    <form class="row narrow-row" data-form="lease.take" onSubmit={submit}>
      <select name="person" required aria-label={`${cu().giveTo}: ${pick(site.name)}`}>
        <option value="">{cu().chooseOperator}</option>
        {others.map(({ id }) => (
          <option key={id} value={id}>
            {accountName(id)}
          </option>
        ))}
      </select>
      <button data-action="lease.take" disabled={!linked.value}>
        {cu().give}
      </button>
    </form>
  );
}

function Console({ site }: { site: SiteRow }): JSX.Element {
  const others = operatorsOf(site.id).filter(({ id }) => id !== site.operator);
  return (
    <li data-console-of={site.id} data-operator={site.operator ?? ''}>
      <p>
        <b>{pick(site.name)}</b> <span>{standing(site)}</span>{' '}
        {site.videoDelay ? <small data-video-delay={site.videoDelay}>({cu().late(decimal(secondsOf(site.videoDelay)))})</small> : null}
      </p>
      {others.length > 0 && <Give site={site} others={others} />}
    </li>
  );
}

export function ConsolesPanel(): JSX.Element | null {
  const sites = all('site').filter((site) => operatorsOf(site.id).length > 0);
  if (sites.length === 0) return null;
  return (
    <Panel name="consoles" title={cu().consoles}>
      <details data-list="consoles">
        <summary>
          {cu().consolesHeld(number(sites.filter(({ operator }) => operator !== undefined).length), number(sites.length))}
        </summary>
        <ul class="plain">
          {sites.map((site) => (
            <Console key={site.id} site={site} />
          ))}
        </ul>
      </details>
    </Panel>
  );
}
