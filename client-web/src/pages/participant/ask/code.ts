// Helps with the code while it is typed: groups, and the check digit as soon as the twelve are there.
import { effect } from '@preact/signals';
import { digitsOf, isCode } from '../../../core/code.ts';
import { groupField, isWhole } from '../../../core/code_field.ts';
import { linked, phase } from '../../../ui/hub.ts';
import { trouble } from '../../../ui/signin.tsx';

addEventListener('input', (event) => {
  const field = event.target;
  if (!(field instanceof HTMLInputElement) || field.id !== 'code' || (event as InputEvent).isComposing) return;
  const { value, caret } = groupField({ value: field.value, caret: field.selectionStart ?? field.value.length });
  if (value !== field.value) {
    field.value = value;
    field.setSelectionRange(caret, caret);
  }
  trouble.value = isWhole(value) && !isCode(digitsOf(value)) ? 'code_wrong' : '';
});

let wasElsewhere = false;

// Whoever wants to go on here, and finds the code gone on to another device, is told why it is asked for again.
effect(() => {
  if (phase.value === 'elsewhere') wasElsewhere = true;
  else if (wasElsewhere && phase.value === 'signed_out') trouble.value = 'elsewhere';
  if (linked.value) wasElsewhere = false;
});
