// Keys of who gives the floor. Not while something is being written; event.code, as input methods rewrite the letters.
import { linked, ready } from '../../ui/hub.ts';
import { speakerList } from '../../ui/staff.tsx';
import { act, actNow, extend } from './acts.ts';

const isField = (target: EventTarget | null): boolean => target instanceof Element && target.matches('input, textarea, select');

function answer(event: KeyboardEvent): boolean {
  const { floor, called, waiting } = speakerList();
  const [first] = waiting;
  const speaking = floor[0]?.state === 'speaking' ? floor[0] : undefined;
  if (event.ctrlKey && !event.altKey && event.code === 'Enter' && first && !called) actNow('speaker.call', first);
  else if (event.altKey && !event.ctrlKey && event.code === 'KeyP' && speaking) act('speaker.pause', speaking);
  else if (event.altKey && !event.ctrlKey && event.code === 'Equal' && speaking) extend(speaking, 30);
  else return false;
  return true;
}

document.addEventListener('keydown', (event) => {
  if (!ready.value || !linked.value || event.isComposing || event.repeat || isField(event.target)) return;
  if (answer(event)) event.preventDefault();
});
