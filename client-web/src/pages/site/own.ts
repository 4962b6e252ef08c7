import type { QuestionRow, SpeakerRow } from '../../core/types.gen.ts';
import { me } from '../../ui/hub.ts';

export const isOwn = (row: QuestionRow | SpeakerRow): boolean => row.site === me.value?.site;
