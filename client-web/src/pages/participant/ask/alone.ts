// The site works without the hub: a quiet line over the tabs, where it moves nothing that somebody may be about to touch.
import { effect } from '@preact/signals';
import { l } from '../../../i18n/link.ts';
import { alone, ready, state } from '../../../ui/hub.ts';
import { hourAndMinute } from '../../../ui/language.ts';

const line = document.createElement('p');

line.className = 'alone';
line.dataset['bar'] = 'alone';
line.setAttribute('role', 'status');
// Announced are changes of what is there already.
document.body.append(line);

effect(() => {
  const since = state.value.site?.since;
  const words = ready.value && alone.value && since !== undefined ? l().alone(hourAndMinute(since)) : '';
  if (line.textContent === words) return;
  line.textContent = words;
  document.body.style.paddingBottom = words && `calc(84px + ${line.offsetHeight}px)`;
});
