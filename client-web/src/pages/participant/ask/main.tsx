import type { JSX } from 'preact';
import { refusals } from '../../../i18n/refusals.ts';
import { take } from '../second_part.tsx';
import { Floor, Ready } from './floor.tsx';
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

take({ Ask, Floor, isWriting, Live, NotVoter, Past, Ready, refusals });
