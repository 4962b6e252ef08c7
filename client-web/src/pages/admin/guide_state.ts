// Whether the steps stand above the sections, kept for the next visit.
import { signal } from '@preact/signals';
import type { StepName } from '../../core/first_run.ts';
import { STEPS } from '../../core/first_run.ts';
import { storageFor } from '../../ui/browser.ts';

const kept = storageFor('admin.guide');
const known = kept.read() ?? '';

export const guideIsOn = signal(STEPS.includes(known as StepName));
export const step = signal<StepName>(STEPS.find((name) => name === known) ?? 'conference');

export function goToStep(name: StepName): void {
  step.value = name;
  guideIsOn.value = true;
  kept.write(name);
}

export function closeGuide(): void {
  guideIsOn.value = false;
  kept.write('');
}
