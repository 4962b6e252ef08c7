// What runs beside the hub and not in a browser: the commands, ready to be copied.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { su } from '../../i18n/setup.ts';
import { all } from '../../ui/hub.ts';
import { say } from '../../ui/say.ts';
import { Minutes } from './minutes.tsx';
import { Heading } from './sections.tsx';

type Name = keyof ReturnType<typeof su>['commands'];

export function commandsOf(one?: string): Record<Name, string> {
  const site = one ?? all('site').find(({ siteKind }) => siteKind === 'remote')?.id ?? 'dc01';
  const host = location.hostname;
  return {
    export: 'lamrelay export --dir DIRECTORY --what questions --format csv > questions.csv',
    backup: 'lamrelay backup --dir DIRECTORY --to backup-1',
    verify: 'lamrelay verify --dir DIRECTORY && lamrelay recount --dir DIRECTORY',
    certificate: `lamrelay certificate --dir DIRECTORY --name ${host} && kill -HUP $(pidof lamrelay)`,
    bundle: `lamrelay bundle --dir DIRECTORY --hub wss://${host}:8444 --site ${site} --address https://${site}.${host}:8443`,
    revoke: `lamrelay certificate --dir DIRECTORY --revoke ${site} && kill -HUP $(pidof lamrelay)`,
  };
}

const copied = signal<Name | ''>('');

const copy = (name: Name, text: string): void =>
  void navigator.clipboard?.writeText(text).then(
    () => {
      copied.value = name;
      say(su().copied);
    },
    () => undefined,
  );

export function ExportSection(): JSX.Element {
  const commands = commandsOf();
  return (
    <>
      <Heading name="export" />
      <section class="card stack">
        <p>{su().exportWhat}</p>
        <ul class="plain commands">
          {(Object.keys(commands) as Name[]).map((name) => (
            <li key={name} data-command={name}>
              <span>{su().commands[name]}</span>
              <code>{commands[name]}</code>
              <button type="button" data-action="copy" aria-label={`${su().copy}: ${su().commands[name]}`} onClick={() => copy(name, commands[name])}>
                {copied.value === name ? su().copied : su().copy}
              </button>
            </li>
          ))}
        </ul>
        <p class="muted">{su().bundleWhy}</p>
      </section>
      <Minutes />
    </>
  );
}
