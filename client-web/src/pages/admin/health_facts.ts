// What the hub says of itself, asked for again and again while somebody looks at it.
import { effect, signal } from '@preact/signals';
import type { HubFacts } from '../../core/readiness.ts';
import type { HubHealthResult } from '../../core/types.gen.ts';
import { timers } from '../../ui/browser.ts';
import { linked, phase, ready } from '../../ui/hub.ts';
import { guideIsOn } from './guide_state.ts';
import { section } from './sections.tsx';
import { ask } from './wire.ts';

export const health = signal<HubHealthResult | null>(null);
/** The last question was not answered. */
export const healthIsOld = signal(false);

/** The page of figures is looked at; elsewhere the board needs them once in a while. */
const OFTEN_MS = 1000;
const SELDOM_MS = 5000;

let cancel = (): void => undefined;
let underWay = false;

const every = (): number | null => (section.value === 'health' ? OFTEN_MS : section.value === 'conference' || guideIsOn.value ? SELDOM_MS : null);

function askNow(): void {
  if (underWay || document.hidden || !ready.peek() || !linked.peek()) return;
  underWay = true;
  ask('hub.health', {})
    .then(
      (answer) => {
        health.value = answer;
        healthIsOld.value = false;
      },
      () => (healthIsOld.value = true),
    )
    .finally(() => (underWay = false));
}

function goOn(interval: number): void {
  askNow();
  cancel = timers.after(interval, () => goOn(interval));
}

effect(() => {
  const interval = phase.value === 'signed_in' && ready.value && linked.value ? every() : null;
  cancel();
  cancel = (): void => undefined;
  if (interval !== null) goOn(interval);
});

/** What was just done may have changed them. */
export const lookAgain = (): void => askNow();

export function hubFacts(): HubFacts | null {
  const answer = health.value;
  if (!answer) return null;
  const figures = new Map(answer.figures.map(({ name, value }) => [name, value]));
  const figure = (name: string): number => figures.get(`lamrelay_${name}`) ?? 0;
  return {
    withoutCode: answer.withoutCode,
    withoutPassword: answer.withoutPassword,
    certificateSeconds: figure('certificate_expires_seconds'),
    certificateTrusted: figure('certificate_trusted') === 1,
    diskFreeBytes: figure('disk_free_bytes'),
    backupSeconds: figure('backup_age_seconds'),
    connectionsMost: figure('connections_most'),
  };
}
