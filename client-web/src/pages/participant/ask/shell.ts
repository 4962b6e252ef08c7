// The page installs itself as far as it may: a service worker where the certificate is trusted, and what a home screen wants to know.
import { effect } from '@preact/signals';
import { linked, ready } from '../../../ui/hub.ts';

function link(rel: string, href: string): void {
  const element = document.createElement('link');
  Object.assign(element, { rel, href });
  document.head.append(element);
}

let begun = false;

// After what was asked for: on a weak link everything in its turn.
effect(() => {
  if (begun || !linked.value || !ready.value || document.documentElement.dataset['build'] === undefined) return;
  begun = true;
  link('manifest', '/manifest.webmanifest');
  link('apple-touch-icon', '/icon.png');
  // Browsers take none over a certificate they do not trust, and in private windows: then the page works as long as it is open.
  (navigator as { serviceWorker?: ServiceWorkerContainer }).serviceWorker?.register('/sw.js').catch(() => undefined);
});
