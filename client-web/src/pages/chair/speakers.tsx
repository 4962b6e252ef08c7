// The list as the chair goes down it: who has spoken (folded), who has the floor, who is called, who waits and why there. The floor itself is worked above.
import type { JSX } from 'preact';
import { AddForm } from '../../desk/speakers/add.tsx';
import { Called } from '../../desk/speakers/called.tsx';
import { Folded, Plain } from '../../desk/speakers/folded.tsx';
import { ListState } from '../../desk/speakers/list_state.tsx';
import { Act } from '../../desk/speakers/parts.tsx';
import { Sites } from '../../desk/speakers/sites.tsx';
import { Waiting } from '../../desk/speakers/waiting.tsx';
import '../../desk/floor.css';
import { show } from '../../desk/fields.ts';
import { sp } from '../../i18n/speakers.ts';
import { s } from '../../i18n/staff.ts';
import { Panel, speakerList } from '../../ui/staff.tsx';

export function SpeakerPanel(): JSX.Element {
  const list = speakerList();
  const { floor, called, waiting, later, finished } = list;
  const count = floor.length + waiting.length + Number(called !== undefined);
  return (
    <Panel name="speakers" title={s().speakers} count={count}>
      {finished.length > 0 && <Folded name="finished" title={s().done} rows={finished} />}
      {count === 0 && <p class="empty">{s().noSpeakers}</p>}
      <ol class="plain">
        {floor.map((speaker) => (
          <Plain key={speaker.id} speaker={speaker} />
        ))}
        {called && <Called key={called.id} speaker={called} busy={floor[0]?.state === 'speaking'} />}
        {waiting.map((speaker) => (
          <Waiting key={speaker.id} speaker={speaker} list={list} />
        ))}
      </ol>
      {later.length > 0 && <Folded name="later" title={sp().later} rows={later} />}
      <AddForm />
      <ListState />
      <Sites />
      <p>
        <Act method="stage.show" onClick={() => show({ view: 'speaker' })}>
          {sp().speakerToStage}
        </Act>
      </p>
    </Panel>
  );
}
