import { c } from '../../i18n/chair.ts';
import { act, actNow, extend } from '../../desk/speakers/acts.ts';
import { linked } from '../../ui/hub.ts';
import { addHotkeys } from '../../ui/hotkeys.ts';
import { speakerList } from '../../ui/staff.tsx';
import { leave, press, STEP_KEY } from './step.tsx';

function pauseOrResume(): boolean {
  const [first] = speakerList().floor;
  if (!linked.value || !first) return false;
  if (first.state === 'speaking') act('speaker.pause', first);
  else actNow('speaker.resume', first);
  return true;
}

function more(): boolean {
  const [first] = speakerList().floor;
  if (!linked.value || !first) return false;
  extend(first, 30);
  return true;
}

addHotkeys({
  title: () => c().chair,
  keys: [
    { keys: [STEP_KEY], says: () => c().keyStep, act: () => press() },
    { keys: ['Alt+KeyP'], says: () => c().keyPause, act: pauseOrResume },
    { keys: ['Alt+Equal'], says: () => c().keyMore, act: more },
    { keys: ['Escape'], says: () => c().keyBack, act: leave },
  ],
});
