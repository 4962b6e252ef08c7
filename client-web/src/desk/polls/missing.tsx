// Who has not voted: asked for only when somebody wants to know.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { LivePresent, PollPerson, PollRow } from '../../core/types.gen.ts';
import { cn } from '../../i18n/counts.ts';
import { p } from '../../i18n/polls.ts';
import { s } from '../../i18n/staff.ts';
import { all, linked, relay } from '../../ui/hub.ts';
import { number } from '../../ui/language.ts';
import { siteName } from '../../ui/staff.tsx';

interface Answer {
  readonly poll: number;
  /** '' = all sites. */
  readonly site: string;
  readonly total: number;
  readonly people: readonly PollPerson[];
  readonly more: boolean;
}

const answer = signal<Answer | null>(null);
/** How many are missing at each site, from the last answer that spoke of all of them. */
const bySite = signal<readonly LivePresent[]>([]);
const trouble = signal(false);
const loading = signal(false);

async function load(poll: number, site: string, before?: Answer): Promise<void> {
  loading.value = true;
  const after = before?.people.at(-1)?.person;
  try {
    const page = await relay.ask('poll.missing', { poll, ...(site ? { site } : {}), ...(after ? { after } : {}) });
    if (site === '' && page.sites) bySite.value = page.sites;
    answer.value = { poll, site, total: page.total ?? before?.total ?? 0, people: [...(before?.people ?? []), ...page.people], more: page.more };
    trouble.value = false;
  } catch {
    trouble.value = true;
  }
  loading.value = false;
}

const personLabel = ({ person, name, number: count }: PollPerson): string => name ?? (count === undefined ? person : s().person(count));

function Sites({ poll, chosen }: { poll: number; chosen: string }): JSX.Element {
  return (
    <label>
      {p().site}
      <select name="missing-site" value={chosen} onChange={(event) => void load(poll, event.currentTarget.value)}>
        <option value="">{p().everywhere}</option>
        {bySite.value.map(({ site, people }) => (
          <option key={site} value={site}>
            {siteName(site)} – {p().missingAt(number(people))}
          </option>
        ))}
      </select>
    </label>
  );
}

/** `electorate`: known where all sites are asked about. */
function Found({ found, electorate }: { found: Answer; electorate: number | undefined }): JSX.Element {
  if (found.total === 0) return <p>{p().missingNone}</p>;
  const counted: readonly (string | undefined)[] = all('count').filter((count) => count.poll === found.poll && count.state !== 'withdrawn').map((count) => count.site);
  return (
    <>
      <p data-missing={found.total}>{found.site === '' && electorate !== undefined ? p().missingCount(number(found.total), number(electorate)) : p().missingAt(number(found.total))}</p>
      <ul class="people">
        {found.people.map((one) => (
          <li key={one.person} data-person={one.person}>
            <bdi>{personLabel(one)}</bdi> {found.site === '' && electorate !== undefined && one.site && <small>{siteName(one.site)}</small>}
            {counted.includes(one.site) && <small data-perhaps>{cn().perhaps}</small>}
          </li>
        ))}
      </ul>
    </>
  );
}

/** `bySites`: the page may ask for every site, not only for its own. */
export function Missing({ poll, bySites }: { poll: PollRow; bySites: boolean }): JSX.Element {
  const found = answer.value?.poll === poll.id ? answer.value : null;
  const site = found?.site ?? '';
  const opened = (event: Event): void => {
    if ((event.currentTarget as HTMLDetailsElement).open && !found) void load(poll.id, '');
  };
  return (
    <details data-list="missing" onToggle={opened}>
      <summary>{p().missing}</summary>
      <div class="stack">
        {bySites && found && <Sites poll={poll.id} chosen={site} />}
        <p role="alert" class="trouble">
          {trouble.value && p().failed}
        </p>
        {found && <Found found={found} electorate={bySites ? poll.electorate : undefined} />}
        <p class="row">
          {found?.more && (
            <button type="button" data-action="missing-more" disabled={!linked.value || loading.value} onClick={() => void load(poll.id, site, found)}>
              {p().more}
            </button>
          )}
          <button type="button" data-action="poll.missing" disabled={!linked.value || loading.value} onClick={() => void load(poll.id, site)}>
            {p().refresh}
          </button>
        </p>
      </div>
    </details>
  );
}
