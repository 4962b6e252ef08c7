// The displays: what each shows, what comes next on them, and a look at it before it goes out.
import type { JSX } from 'preact';
import '../../pages/stage/stage.css';
import { v } from '../../i18n/displays.ts';
import { Panel } from '../../ui/staff.tsx';
import { Displays } from './displays.tsx';
import { Preview } from './preview.tsx';
import './panel.css';
import { Chosen, Views } from './views.tsx';

export const StagePanel = (): JSX.Element => (
  <Panel name="stage" title={v().stages}>
    <Displays />
    <Views />
    <Chosen />
    <Preview />
  </Panel>
);
