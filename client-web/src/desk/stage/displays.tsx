// Where things are shown: the main screen, one display, all of them; and who has not kept up.
import type { JSX } from 'preact';
import { ALL, displaysOf, MAIN } from '../../core/displays.ts';
import type { Display, Standing } from '../../core/displays.ts';
import { v } from '../../i18n/displays.ts';
import { s } from '../../i18n/staff.ts';
import { all, live, one } from '../../ui/hub.ts';
import { choice, target } from './choice.ts';

const SIGNS: Record<Standing, string> = { confirmed: '✓', behind: '⚠', absent: '○' };

function choose(id: string): void {
  target.value = id;
  // The main screen has nobody to follow.
  if (choice.value?.view === MAIN) choice.value = null;
}

const Target = ({ id, name }: { id: string; name: string }): JSX.Element => (
  <label class="row">
    <input type="radio" name="display" value={id} checked={target.value === id} onChange={() => choose(id)} />
    <bdi>{name}</bdi>
  </label>
);

const One = ({ display: { id, own, shows, standing } }: { display: Display }): JSX.Element => (
  <li class="row" data-display={id} data-standing={standing} data-own={own}>
    <Target id={id} name={id} />
    <small class="grow">{own ? s().views[shows.view] : v().follows}</small>
    <span class="standing" data-standing={standing}>
      {SIGNS[standing]} {v().standings[standing]}
    </span>
  </li>
);

export function Displays(): JSX.Element {
  const displays = displaysOf(all('stage'), live.value?.displays ?? []);
  const main = one('stage', MAIN);
  const connected = displays.filter(({ standing }) => standing !== 'absent');
  const confirmed = connected.filter(({ standing }) => standing === 'confirmed');
  return (
    <fieldset class="displays">
      <legend class="unseen">{v().stages}</legend>
      <ul class="plain">
        <li class="row" data-stage-view={main?.view} data-rev={main?.rev}>
          <Target id={MAIN} name={v().main} />
          <small class="grow">{main && s().views[main.view]}</small>
          <small data-confirmed={confirmed.length}>
            {connected.length > 0 ? v().confirmed(confirmed.length, connected.length) : v().noDisplays}
          </small>
        </li>
        {displays.map((display) => (
          <One key={display.id} display={display} />
        ))}
        {displays.some(({ own }) => own) && (
          <li class="row">
            <Target id={ALL} name={v().all} />
          </li>
        )}
      </ul>
    </fieldset>
  );
}
