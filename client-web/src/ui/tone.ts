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

function beep(context: AudioContext, [pitch, begin, end]: readonly [number, number, number]): void {
  const oscillator = context.createOscillator();
  const volume = context.createGain();
  volume.gain.value = LOUD;
  oscillator.frequency.value = pitch;
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(context.currentTime + begin);
  oscillator.stop(context.currentTime + end);
}

export function play(tone: Tone): void {
  if (!sounds.value || typeof AudioContext === 'undefined') return;
  const context = (audio ??= new AudioContext());
  // Suspended until something was pressed; then it is heard, otherwise the words on the page have to do.
  context.resume().then(
    () => BEEPS[tone].forEach((one) => beep(context, one)),
    () => undefined,
  );
}

export function switchSound(): void {
  sounds.value = !sounds.value;
  try {
    kept.write(sounds.value ? 'on' : 'off');
  } catch {
    // It is asked again next time.
  }
  play('attention');
}
