// The own code was tried on another device: told above everything, until it is understood or the operator has let it move.
import { effect, signal } from '@preact/signals';
import { t } from '../../../i18n/common.ts';
import { me } from '../../../ui/hub.ts';
import { hourAndMinute } from '../../../ui/language.ts';
import { f } from './floor.tsx';

const understood = signal(0);

const words = document.createElement('span');
const dismiss = document.createElement('button');
const bar = document.createElement('p');

bar.className = 'bar closed split';
bar.setAttribute('role', 'alert');
bar.append(words, dismiss);
dismiss.type = 'button';
dismiss.dataset['action'] = 'dismiss';
dismiss.onclick = () => (understood.value = me.value?.moveRefusedAt ?? 0);

effect(() => {
  const at = me.value?.moveRefusedAt;
  if (at === undefined || at === understood.value) {
    bar.remove();
    return;
  }
  bar.dataset['moveRefused'] = String(at);
  words.textContent = f().moveRefused(hourAndMinute(at));
  dismiss.textContent = t().dismiss;
  if (!bar.isConnected) document.body.prepend(bar);
});
