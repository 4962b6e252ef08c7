// Where the page would forget everything when it is closed, it says so, below all else: inside another app, and where nothing can be stored.
import { effect } from '@preact/signals';
import { browserAddress, isInApp } from '../../../core/in_app.ts';
import { isStored } from '../../../ui/browser.ts';
import { a } from './words.ts';

const { userAgent } = navigator;
const inApp = isInApp(userAgent);

if (inApp || !isStored) {
  const note = document.createElement('section');
  const why = document.createElement('p');
  const how = document.createElement('p');
  const open = document.createElement('a');
  const copy = document.createElement('button');
  const address = browserAddress(userAgent, location);
  note.className = 'card stack in-app';
  note.dataset['note'] = inApp ? 'in-app' : 'not-stored';
  open.className = 'as-button main';
  open.dataset['action'] = 'open-browser';
  open.href = address;
  copy.type = 'button';
  copy.dataset['action'] = 'copy-link';
  let copied = false;
  // Older web views have no clipboard: then the address bar of the app has to do.
  const words = (): void => {
    why.textContent = inApp ? a().inApp : a().notKept;
    how.textContent = copied ? a().copied : inApp ? a().howBrowser : '';
    open.textContent = a().openBrowser;
    copy.textContent = a().copyLink;
  };
  copy.onclick = () => {
    (navigator as { clipboard?: Clipboard }).clipboard?.writeText(location.origin).then(
      () => {
        copied = true;
        words();
      },
      () => undefined,
    );
  };
  note.append(why);
  if (inApp && address) note.append(open);
  if (inApp) note.append(copy);
  note.append(how);
  effect(words);
  document.getElementById('app')?.after(note);
}
