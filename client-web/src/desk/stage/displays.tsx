// Where things are shown: the main screen, one display, all of them; and who has not kept up.
import type { JSX } from 'preact';
import { ALL, displaysOf, MAIN, mayShow, viewOf } from '../../core/displays.ts';
import type { Display, Standing } from '../../core/displays.ts';
import { v } from '../../i18n/displays.ts';
import { s } from '../../i18n/staff.ts';
import { all, live, one } from '../../ui/hub.ts';
import { accountName } from '../../ui/staff.tsx';
import { choice, target } from './choice.ts';

const SIGNS: Record<Standing, string> = { confirmed: '✓', behind: '⚠', absent: '○' };

function choose(id: string): void {
  target.value = id;
  if (choice.value && !mayShow(id, choice.value.view)) choice.value = null;
}

const Target = ({ id, name }: { id: string; name: string }): JSX.Element => (
  <label class="row">
    <input type="radio" name="display" value={id} checked={target.value === id} onChange={() => choose(id)} />
    <bdi>{name}</bdi>
  </label>
);

const One = ({ display: { id, own, shows, standing } }: { display: Display }): JSX.Element => (
  <li data-display={id} data-standing={standing} data-own={own}>
    <Target id={id} name={accountName(id)} />
    <span class="standing" data-standing={standing}>
      {SIGNS[standing]} {v().standings[standing]}
    </span>
    <small>{own ? s().views[viewOf(shows)] : v().follows}</small>
  </li>
);

/** By name, as the list may be longer than its place. */
function Behind({ displays }: { displays: readonly Display[] }): JSX.Element {
  const behind = displays.filter(({ standing }) => standing === 'behind').map(({ id }) => id);
  return (
    <p class="standing" role="status" data-standing="behind" data-behind={behind.length}>
      {behind.length > 0 && `${SIGNS.behind} ${v().behind(behind.map((id) => accountName(id)).join(', '))}`}
    </p>
  );
}

export function Displays(): JSX.Element {
  const displays = displaysOf(all('stage'), live.value?.displays ?? []);
  const main = one('stage', MAIN);
  const connected = displays.filter(({ standing }) => standing !== 'absent');
  const confirmed = connected.filter(({ standing }) => standing === 'confirmed');
  return (
    <fieldset class="displays">
      <legend class="unseen">{v().stages}</legend>
      <ul class="plain">
        <li data-stage-view={main && viewOf(main)} data-rev={main?.rev}>
          <Target id={MAIN} name={v().main} />
          <small data-confirmed={confirmed.length}>
            {connected.length > 0 ? v().confirmed(confirmed.length, connected.length) : v().noDisplays}
          </small>
          <small>{s().views[viewOf(main)]}</small>
        </li>
      </ul>
      <ul class="plain" data-list="displays">
        {displays.map((display) => (
          <One key={display.id} display={display} />
        ))}
        {displays.some(({ own }) => own) && (
          <li>
            <Target id={ALL} name={v().all} />
          </li>
        )}
      </ul>
      <Behind displays={displays} />
    </fieldset>
  );
}
