// The last lines of the hub's log, for who has no terminal on that machine.
import { effect, signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { LogLine } from '../../core/types.gen.ts';
import { lg } from '../../i18n/log.ts';
import { linked, phase } from '../../ui/hub.ts';
import { hourMinuteSecond } from '../../ui/language.ts';
import { Heading, section } from './sections.tsx';
import { ask } from './wire.ts';

const lines = signal<readonly LogLine[] | null>(null);
const failed = signal(false);
const onlyTrouble = signal(false);

const SIGNS: Record<LogLine['level'], string> = { debug: '·', info: '·', warning: '⚠', error: '✗' };

function load(): void {
  ask('hub.log', {}).then(
    (answer) => {
      lines.value = [...answer.lines].reverse();
      failed.value = false;
    },
    () => (failed.value = true),
  );
}

// Each time it is gone to.
effect(() => {
  if (section.value === 'log' && phase.value === 'signed_in' && linked.value) load();
});

const isTrouble = ({ level }: LogLine): boolean => level === 'warning' || level === 'error';

const Line = ({ line }: { line: LogLine }): JSX.Element => (
  <li data-log={line.event} data-level={line.level}>
    <time dateTime={line.time}>{hourMinuteSecond(Date.parse(line.time))}</time>{' '}
    <span class={isTrouble(line) ? 'lack' : 'muted'}>
      {SIGNS[line.level]} {lg().levels[line.level]}
    </span>{' '}
    <code>{line.event}</code> <bdi lang="en">{line.text}</bdi>
  </li>
);

export function LogSection(): JSX.Element {
  const shown = lines.value?.filter((line) => !onlyTrouble.value || isTrouble(line));
  return (
    <>
      <Heading name="log">
        <button type="button" data-action="log-again" disabled={!linked.value} onClick={load}>
          {lg().again}
        </button>
      </Heading>
      <section class="card stack" aria-labelledby="section-title">
        <p class="muted">{lg().what}</p>
        <label class="row">
          <input type="checkbox" name="only-trouble" checked={onlyTrouble.value} onChange={(event) => (onlyTrouble.value = event.currentTarget.checked)} /> {lg().onlyTrouble}
        </label>
        {failed.value && <p class="lack">{lg().failed}</p>}
        {shown?.length === 0 && <p class="empty">{lg().none}</p>}
        <ol class="plain log">
          {shown?.map((line, place) => (
            <Line key={`${line.time} ${place}`} line={line} />
          ))}
        </ol>
      </section>
    </>
  );
}
