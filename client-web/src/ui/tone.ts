// Short tones for who looks at the hall and not at the page. A browser lets a page sound only after somebody has pressed something in it.
import { signal } from '@preact/signals';
import type { Tone } from '../core/cue.ts';
import { storageFor } from './browser.ts';

const kept = storageFor('tone');

/** Does this page sound? Off until somebody has tried it here. */
export const sounds = signal(kept.read() === 'on');

// Of each beep: its pitch in Hz, and when it begins and ends, in seconds.
const BEEPS: Record<Tone, readonly (readonly [number, number, number])[]> = {
  attention: [[880, 0, 0.15], [1175, 0.2, 0.4]],
  air: [[660, 0, 0.6]],
  end: [[440, 0, 0.15], [440, 0.25, 0.4], [440, 0.5, 0.65]],
};
const LOUD = 0.2;

let audio: AudioContext | undefined;

/** The browser lets this page sound: somebody has pressed something since it was opened. */
export const unlocked = signal(false);

function context(): AudioContext | undefined {
  if (typeof AudioContext === 'undefined') return undefined;
  return (audio ??= new AudioContext());
}

// A page that sounded before it was opened anew sounds again from the first press on, whatever is pressed.
function unlock(): void {
  if (unlocked.value || !sounds.value) return;
  context()
    ?.resume()
    .then(
      () => (unlocked.value = true),
      () => undefined,
    );
}
for (const kind of ['pointerdown', 'keydown']) document.addEventListener(kind, unlock, { capture: true });

function beep(sounding: AudioContext, [pitch, begin, end]: readonly [number, number, number]): void {
  const oscillator = sounding.createOscillator();
  const volume = sounding.createGain();
  volume.gain.value = LOUD;
  oscillator.frequency.value = pitch;
  oscillator.connect(volume).connect(sounding.destination);
  oscillator.start(sounding.currentTime + begin);
  oscillator.stop(sounding.currentTime + end);
}

export function play(tone: Tone): void {
  const sounding = sounds.value ? context() : undefined;
  // Suspended until something was pressed; then it is heard, otherwise the words on the page have to do.
  sounding?.resume().then(
    () => {
      unlocked.value = true;
      BEEPS[tone].forEach((one) => beep(sounding, one));
    },
    () => undefined,
  );
}

export function setSound(on: boolean): void {
  sounds.value = on;
  try {
    kept.write(on ? 'on' : 'off');
  } catch {
    // It is asked again next time.
  }
  play('attention');
}

export const switchSound = (): void => setSound(!sounds.value);
