import './ask.css';
import type { JSX } from 'preact';
import { refusals } from '../../../i18n/refusals.ts';
import { take } from '../second_part.tsx';
import { tab } from '../tab.ts';
import { keepFocus } from '../../../ui/focus.ts';
import { startMoving } from '../../../ui/moving.ts';
import { BallotNote } from './ballot_note.tsx';
import { Gate } from '../../../ui/states.tsx';
import { Bars, SignOut } from './bars.tsx';
import './alone.ts';
import './code.ts';
import { Floor } from './floor.tsx';
import { Form } from './form.tsx';
import './in_app.ts';
import './keep.ts';
import { MyQuestions } from './mine.tsx';
import { Others } from './others.tsx';
import { Live, NotVoter, Past } from './past.tsx';
import './shell.ts';
import { Speaks } from './speaks.tsx';
import { pollOpened, steadily } from './steady.ts';

// Drawn when it is opened first; from then on what is half written stands there.
let opened = false;

function Ask(): JSX.Element | null {
  opened ||= tab.value === 'ask';
  return opened ? (
    <>
      <Form />
      <MyQuestions />
      <Others />
    </>
  ) : null;
}

startMoving();
keepFocus();
take({ Ask, Bars, BallotNote, Floor, Gate, Live, NotVoter, Past, pollOpened, refusals, SignOut, Speaks, steadily });
