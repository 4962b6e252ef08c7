// Many commands at one press: how far it is, and what was refused.
import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { sendAll } from '../../core/sending.ts';
import type { Sending } from '../../core/sending.ts';
import { su } from '../../i18n/setup.ts';
import { timers } from '../../ui/browser.ts';
import { number } from '../../ui/language.ts';
import { refusalWords } from './form.tsx';
import { m } from './words.ts';

/** Its key was made at the press: however often it goes out, it happens once. */
export interface Act {
  readonly label: string;
  readonly go: () => Promise<unknown>;
}

export interface Batch {
  readonly sending: Signal<Sending<Act> | null>;
  begin(acts: readonly Act[], after?: () => void): void;
}

export function createBatch(): Batch {
  const sending: Signal<Sending<Act> | null> = signal(null);
  return {
    sending,
    begin(acts, after) {
      sendAll(acts, {
        timers,
        send: ({ go }) => go(),
        changed(next) {
          sending.value = next;
          if (next.over) after?.();
        },
      });
    },
  };
}

export const isBusy = ({ sending }: Batch): boolean => sending.value !== null && !sending.value.over;

export function BatchState({ batch }: { batch: Batch }): JSX.Element | null {
  const sending = batch.sending.value;
  if (!sending) return null;
  const { done, items, refused, waitsFor, over } = sending;
  return (
    <div class="stack" role="status" data-batch={over ? 'over' : 'sending'} data-done={done - refused.length} data-refused={refused.length}>
      <p>{su().done(number(done - refused.length), number(items.length))}</p>
      {!over && <progress max={items.length} value={done} aria-label={su().working} />}
      {waitsFor && <p class="muted">{m().waitsFor(refusalWords({ code: waitsFor }))}</p>}
      {refused.length > 0 && (
        <>
          <p class="lack">{su().someRefused(number(refused.length))}</p>
          <ul class="plain refused">
            {refused.slice(0, 50).map(({ item, refusal }) => (
              <li key={item.label} data-refusal={refusal.code}>
                <bdi>{item.label}</bdi> · {refusalWords(refusal)}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
