// What the forms of this page say, and the one act that several panels share.
import type { StageShowParams, Texts } from '../core/types.gen.ts';
import { one, relay } from '../ui/hub.ts';
import { tell } from '../ui/staff.tsx';

/** What the hub takes of a title or message; it counts graphemes, which are never more than a field's characters. */
export const TITLE_LENGTH = 200;

const fieldOf = (form: FormData, name: string): string => String(form.get(name) ?? '').trim();

export function textsOf(event: SubmitEvent): Texts {
  const form = new FormData(event.currentTarget as HTMLFormElement);
  const english = fieldOf(form, 'en');
  return { vi: fieldOf(form, 'vi'), ...(english ? { en: english } : {}) };
}

export const isOnStage = (view: 'question' | 'poll', id: number): boolean => {
  const stage = one('stage', 'main');
  return stage?.view === view && stage[view] === id;
};

/** Shows it on every display, if the stage is still as it was seen here. */
export function show(what: Omit<StageShowParams, 'key' | 'rev' | 'until'>): void {
  tell('stage.show', relay.submitNow('stage.show', { ...what, rev: one('stage', 'main')?.rev ?? 0 }));
}
