// What is being written, kept until it is sent: through reloads, crashes, other tabs, another language, and signing out and in again.
// Only for the person who wrote it: a phone may be lent.
import { parsed } from '../../../core/parsed.ts';
import { me } from '../../../ui/hub.ts';
import { storageFor } from '../../../ui/browser.ts';

type Kind = 'ask' | 'resubmit';

const stored = (kind: Kind) => storageFor(`participant.draft.${kind}`);

export function draftOf<D extends object>(kind: Kind, none: D): D {
  const kept = parsed<{ person: string; draft: D }>(stored(kind).read());
  return kept && kept.person === me.value?.id ? { ...none, ...kept.draft } : none;
}

/** null: it is sent, or nothing is left of it. */
export function keep(kind: Kind, draft: object | null): void {
  try {
    stored(kind).write(draft ? JSON.stringify({ person: me.value?.id, draft }) : '');
  } catch {
    // A draft that cannot be kept is no reason to disturb the one who writes it.
  }
}
