// Keys of who gives the floor.
import { hk } from '../../i18n/hotkeys.ts';
import { linked } from '../../ui/hub.ts';
import { addHotkeys } from '../../ui/hotkeys.ts';
import { speakerList } from '../../ui/staff.tsx';
import type { SpeakerRow } from '../../core/types.gen.ts';
import { act, actNow, extend } from './acts.ts';

function callNext(): boolean {
  const { called, waiting } = speakerList();
  const [first] = waiting;
  if (!linked.value || !first || called) return false;
  actNow('speaker.call', first);
  return true;
}

function ofSpeaking(what: (speaker: SpeakerRow) => void): boolean {
  const [first] = speakerList().floor;
  if (!linked.value || first?.state !== 'speaking') return false;
  what(first);
  return true;
}

addHotkeys({
  title: () => hk().floor,
  keys: [
    { keys: ['Ctrl+Enter'], says: () => hk().callNext, act: callNext },
    { keys: ['Alt+KeyP'], says: () => hk().pause, act: () => ofSpeaking((speaker) => act('speaker.pause', speaker)) },
    { keys: ['Alt+Equal'], says: () => hk().extend, act: () => ofSpeaking((speaker) => extend(speaker, 30)) },
  ],
});
