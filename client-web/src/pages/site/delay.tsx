// How far the picture of this site is behind the hall's: measured against the clock on the stage, or typed in.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { measured, secondsOf, targetAfter, typed } from '../../core/video_delay.ts';
import { VIDEO_DELAY_MS } from '../../core/types.gen.ts';
import { cu } from '../../i18n/cue.ts';
import { relay } from '../../ui/hub.ts';
import { decimal, hourMinuteSecond } from '../../ui/language.ts';
import { forSite, isFenced, ownSite } from '../../ui/lease.ts';
import { Panel, tell } from '../../ui/staff.tsx';

const target = signal<number | null>(null);
const found = signal('');
const trouble = signal('');

function press(): void {
  const delay = target.value === null ? null : measured(target.value, relay.hubNow());
  target.value = null;
  trouble.value = delay === null ? cu().measureEarly : '';
  if (delay !== null) found.value = decimal(secondsOf(delay));
}

function save(event: SubmitEvent): void {
  event.preventDefault();
  const site = ownSite.value;
  const delay = typed(found.value);
  trouble.value = delay === null ? cu().delayWrong : '';
  if (!site || delay === null) return;
  const submitted = forSite('site.measure_delay', { site: site.id, videoDelay: delay });
  tell('site.measure_delay', submitted);
  if (submitted === 'held') found.value = '';
}

const Measuring = ({ time }: { time: number }): JSX.Element => (
  <div class="stack" data-target={time}>
    <p>{cu().measureHow(hourMinuteSecond(time))}</p>
    <p class="row">
      <button type="button" class="main grow" data-action="delay.press" onClick={press}>
        {cu().measureNow}
      </button>
      <button type="button" data-action="cancel" onClick={() => (target.value = null)}>
        {cu().cancel}
      </button>
    </p>
  </div>
);

export function DelayPanel(): JSX.Element | null {
  const site = ownSite.value;
  // In the hall there is no picture to wait for.
  if (!site || site.siteKind === 'hall') return null;
  return (
    <Panel name="delay" title={cu().delay}>
      <p class="muted">{cu().delayWhy}</p>
      <p data-delay={site.videoDelay ?? 0}>{site.videoDelay ? cu().delayIs(decimal(secondsOf(site.videoDelay))) : cu().delayNone}</p>
      {target.value !== null && <Measuring time={target.value} />}
      <form class="row" data-form="site.measure_delay" onSubmit={save}>
        <label class="row">
          {cu().delaySeconds}{' '}
          <input
            class="narrow"
            name="delay"
            inputMode="decimal"
            autocomplete="off"
            maxLength={7}
            required
            aria-describedby="delay-trouble"
            placeholder={`0–${VIDEO_DELAY_MS / 1000}`}
            value={found.value}
            onInput={(event) => (found.value = event.currentTarget.value)}
          />
        </label>
        <button data-action="site.measure_delay" disabled={isFenced()}>
          {cu().delaySave}
        </button>
        {target.value === null && (
          <button type="button" data-action="delay.measure" disabled={isFenced()} onClick={() => (target.value = targetAfter(relay.hubNow()))}>
            {cu().measure}
          </button>
        )}
      </form>
      <p class="trouble" id="delay-trouble" role="alert">
        {trouble.value}
      </p>
    </Panel>
  );
}
