import type { JSX } from 'preact';
import { s } from '../../i18n/staff.ts';
import { Key } from '../../ui/key.tsx';
import { linked, one } from '../../ui/hub.ts';
import { act } from './desk.ts';
import { recent } from './undo.ts';

// More would hide too much of the desk; each row has its own as well.
const SHOWN = 2;

/** The row itself may have gone into a folded list: its undo stands here as well. */
export const UndoBar = (): JSX.Element => (
  <ul class="undo plain" aria-live="polite">
    {recent.value
      .filter(({ question, rev }) => one('question', question)?.rev === rev)
      .slice(-SHOWN)
      .map(({ method, question, rev }) => (
        <li key={question} class="row" data-undo={question}>
          <span>
            {s().acts[method]} <b>#{question}</b>
          </span>
          <button type="button" data-action="question.undo" disabled={!linked.value} onClick={() => act('question.undo', { question, rev })}>
            ↶ {s().undo}
            <Key of="KeyZ" />
          </button>
        </li>
      ))}
  </ul>
);
