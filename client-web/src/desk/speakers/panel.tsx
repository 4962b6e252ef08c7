// The list of speakers as who gives the floor works with it: on the floor, called, waiting; what is over is folded away.
import type { JSX } from 'preact';
import { s } from '../../i18n/staff.ts';
import { sp } from '../../i18n/speakers.ts';
import { linked } from '../../ui/hub.ts';
import { Panel, speakerList } from '../../ui/staff.tsx';
import { show } from '../fields.ts';
import '../floor.css';
import { AddForm } from './add.tsx';
import { Called, NextButton } from './called.tsx';
import { OnFloor } from './floor.tsx';
import { Folded } from './folded.tsx';
import './keys.ts';
import { ListState } from './list_state.tsx';
import { Sites } from './sites.tsx';
import { Waiting } from './waiting.tsx';

export function SpeakerPanel(): JSX.Element {
  const list = speakerList();
  const { floor, called, waiting, later, finished } = list;
  const count = floor.length + waiting.length + Number(called !== undefined);
  return (
    <Panel name="speakers" title={s().speakers} count={count}>
      {finished.length > 0 && <Folded name="finished" title={s().done} rows={finished} />}
      <ListState />
      {count === 0 && <p class="empty">{s().noSpeakers}</p>}
      <ol class="plain">
        {floor.map((speaker) => (
          <OnFloor key={speaker.id} speaker={speaker} busy={floor[0]?.state === 'speaking' && floor[0] !== speaker} />
        ))}
        {called && <Called key={called.id} speaker={called} busy={floor[0]?.state === 'speaking'} />}
      </ol>
      <NextButton list={list} />
      <ol class="plain">
        {waiting.map((speaker) => (
          <Waiting key={speaker.id} speaker={speaker} list={list} />
        ))}
      </ol>
      {later.length > 0 && <Folded name="later" title={sp().later} rows={later} />}
      <AddForm />
      <Sites />
      <p>
        <button type="button" data-action="stage.show" data-view="speaker" disabled={!linked.value} onClick={() => show({ view: 'speaker' })}>
          {sp().speakerToStage}
        </button>
      </p>
    </Panel>
  );
}
