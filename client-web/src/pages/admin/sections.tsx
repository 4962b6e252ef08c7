// The sections of this page: each is a hash of its address, so that one can go back, reload and send a link to it.
import { signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { m } from './words.ts';

export const SECTIONS = ['conference', 'agenda', 'sites', 'people', 'codes', 'opinions'] as const;

export type Section = (typeof SECTIONS)[number];

const fromAddress = (): Section => SECTIONS.find((name) => location.hash === `#${name}`) ?? 'conference';

export const section = signal<Section>(fromAddress());

export function follow(): void {
  section.value = fromAddress();
  addEventListener('hashchange', () => {
    section.value = fromAddress();
    // What was there is gone: the keyboard goes on at the new heading.
    requestAnimationFrame(() => document.getElementById('section-title')?.focus());
  });
}

export const goTo = (name: Section): void => {
  location.hash = name;
};

export const Nav = (): JSX.Element => (
  <nav class="sections" aria-label={m().sectionsOf}>
    <ul class="plain">
      {SECTIONS.map((name) => (
        <li key={name}>
          <a href={`#${name}`} data-section-link={name} aria-current={section.value === name ? 'page' : undefined}>
            {m().sections[name]}
          </a>
        </li>
      ))}
    </ul>
    <select aria-label={m().sectionsOf} data-section-select value={section.value} onChange={(event) => goTo(event.currentTarget.value as Section)}>
      {SECTIONS.map((name) => (
        <option key={name} value={name} selected={section.value === name}>
          {m().sections[name]}
        </option>
      ))}
    </select>
  </nav>
);

export const Heading = ({ name, children }: { name: Section; children?: ComponentChildren }): JSX.Element => (
  <div class="split heading">
    <h2 id="section-title" tabIndex={-1}>
      {m().sections[name]}
    </h2>
    {children}
  </div>
);
