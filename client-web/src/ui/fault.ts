// A fault of the page's own: what happened, what was kept, one way on, and a code for the helper. Drawn by hand, as what draws all else may be what failed.
import { st } from '../i18n/states.ts';

let bar: HTMLElement | undefined;

// The same fault has the same code on every phone, and a helper can read it out.
function codeOf({ name, message, stack = '' }: Error): string {
  let sum = 0;
  for (const letter of `${name} ${message} ${/:(\d+:\d+)/.exec(stack)?.[1] ?? ''}`) sum = (sum * 31 + letter.charCodeAt(0)) % 0xffffff;
  return sum.toString(16).padStart(6, '0');
}

addEventListener('error', ({ error }) => {
  if (bar || !(error instanceof Error)) return;
  bar = document.createElement('div');
  const words = document.createElement('p');
  const code = document.createElement('small');
  const reload = document.createElement('button');
  bar.className = 'bar fault split';
  bar.dataset['bar'] = 'fault';
  bar.setAttribute('role', 'alert');
  code.textContent = st().faultCode(codeOf(error));
  words.append(`${st().fault} `, code);
  reload.type = 'button';
  reload.dataset['action'] = 'reload';
  reload.textContent = st().reload;
  reload.onclick = () => location.reload();
  bar.append(words, reload);
  document.body.append(bar);
});
