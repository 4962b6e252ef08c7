import type { JSX } from 'preact';
import { readiness } from '../../core/readiness.ts';
import type { Readiness } from '../../core/readiness.ts';
import { all, live, one } from '../../ui/hub.ts';
import { number, pick } from '../../ui/language.ts';
import { Bi } from '../../ui/parts.tsx';
import { Heading } from './sections.tsx';
import { loadStaff, staff } from './wire.ts';
import { m } from './words.ts';

const SHOWN = 6;

function Point({ point }: { point: Readiness }): JSX.Element {
  const names = point.about.slice(0, SHOWN).map((name) => (typeof name === 'string' ? name : pick(name)));
  const rest = point.about.length - names.length;
  const section = m().pointSections[point.point];
  const state = point.ready ? 'ready' : point.weight;
  return (
    <li data-point={point.point} data-state={state} data-count={point.count}>
      <span class="mark" aria-hidden="true">
        {point.ready ? '✓' : point.weight === 'must' ? '✗' : '!'}
      </span>
      <span class="grow">
        <b>{m().readyStates[state]}</b> · {point.ready ? m().points[point.point].ready : m().points[point.point].lacking(number(point.count))}
        {!point.ready && names.length > 0 && (
          <small>
            {' '}
            {names.join(' · ')}
            {rest > 0 && ` ${m().andMore(number(rest))}`}
          </small>
        )}
      </span>
      {!point.ready && section && <a href={`#${section}`}>{m().sections[section]}</a>}
    </li>
  );
}

function ReadinessList(): JSX.Element {
  void loadStaff();
  const sites = all('site');
  const known = staff.value;
  if (!known) return <p class="muted">{m().loading}</p>;
  const points = readiness({
    origin: location.origin,
    sites,
    topics: all('topic').length,
    items: all('agenda_item').length,
    staff: known,
    participants: sites.reduce((sum, { people }) => sum + people, 0),
    signedIn: (live.value?.present ?? []).reduce((sum, { people }) => sum + people, 0),
  });
  const lacking = points.filter(({ ready, weight }) => !ready && weight === 'must').length;
  return (
    <>
      <p data-lacking={lacking}>{lacking === 0 ? m().nothingLacks : m().lacks(lacking)}</p>
      <ul class="plain readiness">
        {[...points.filter(({ ready }) => !ready), ...points.filter(({ ready }) => ready)].map((point) => (
          <Point key={point.point} point={point} />
        ))}
      </ul>
    </>
  );
}

export function ConferenceSection(): JSX.Element {
  const conference = one('conference', 'conference');
  return (
    <>
      <Heading name="conference" />
      <section class="card stack">
        <dl>
          <dt>{m().title}</dt>
          <dd>{conference && <Bi text={conference.title} />}</dd>
          {conference?.theme && (
            <>
              <dt>{m().theme}</dt>
              <dd>
                <Bi text={conference.theme} />
              </dd>
            </>
          )}
          <dt>{m().addresses}</dt>
          <dd>
            <code>{location.origin}/</code> <small>{m().addressesHint}</small>
          </dd>
        </dl>
      </section>
      <section class="card stack" aria-labelledby="readiness">
        <h3 id="readiness">{m().beforeDoors}</h3>
        <ReadinessList />
      </section>
    </>
  );
}
