// Rows of the list with which nothing is to be done, folded away or not.
import type { JSX } from 'preact';
import type { SpeakerRow } from '../../core/types.gen.ts';
import { s } from '../../i18n/staff.ts';
import { Chip } from '../../ui/parts.tsx';
import { Who } from '../../ui/staff.tsx';
import { Kind } from './parts.tsx';

export const Plain = ({ speaker }: { speaker: SpeakerRow }): JSX.Element => (
  <li class="row" data-speaker={speaker.id} data-state={speaker.state} data-rev={speaker.rev}>
    <Chip state={speaker.state}>{s().speakerStates[speaker.state]}</Chip>
    <Who row={speaker} /> <Kind speaker={speaker} />
  </li>
);

export const Folded = ({ name, title, rows }: { name: string; title: string; rows: readonly SpeakerRow[] }): JSX.Element => (
  <details data-list={name}>
    <summary>
      {title} ({rows.length})
    </summary>
    <ol class="plain">
      {rows.map((speaker) => (
        <Plain key={speaker.id} speaker={speaker} />
      ))}
    </ol>
  </details>
);
