// Between two languages a button is enough; of more one is chosen, each by its own name.
import type { JSX } from 'preact';
import { language, speak } from './language.ts';
import type { Spoken } from './language.ts';

export const LanguageSelect = ({ languages }: { languages: readonly Spoken[] }): JSX.Element => (
  <select class="quiet" data-action="language" aria-label={languages.map(({ name }) => name).join(' · ')} onChange={(event) => void speak(event.currentTarget.value)}>
    {languages.map(({ code, name }) => (
      <option key={code} value={code} lang={code} selected={code === language.value}>
        {name}
      </option>
    ))}
  </select>
);
