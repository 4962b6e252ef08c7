// Helps with the code while it is typed: groups, and the check digit as soon as the twelve are there.
import { digitsOf, isCode } from '../../../core/code.ts';
import { groupField, isWhole } from '../../../core/code_field.ts';
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
