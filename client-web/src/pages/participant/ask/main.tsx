import type { JSX } from 'preact';
import { refusals } from '../../../i18n/refusals.ts';
import { take } from '../second_part.tsx';
import { keepFocus } from '../../../ui/focus.ts';
import { startMoving } from '../../../ui/moving.ts';
import { OutboxList } from '../../../ui/outbox.tsx';
import { BallotNote } from './ballot_note.tsx';
import { Floor, Ready } from './floor.tsx';
import './alone.ts';
import './moved.ts';
import { Form, isWriting } from './form.tsx';
import { MyQuestions } from './mine.tsx';
import { Others } from './others.tsx';
import { Live, NotVoter, Past } from './past.tsx';

const Ask = (): JSX.Element => (
  <>
    <Form />
    <MyQuestions />
    <Others />
  </>
);

startMoving();
keepFocus();
take({ Ask, BallotNote, Floor, isWriting, Live, NotVoter, OutboxList, Past, Ready, refusals });
