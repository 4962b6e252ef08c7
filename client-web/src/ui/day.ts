// A time of today by the clock alone, one of another day with its day: a desk may stand open overnight, and a conference go on for two days.
import { computed } from '@preact/signals';
import { now } from './hub.ts';
import { hourAndMinute, inLanguage } from './language.ts';

// Looked at each second, another one once a day: rows that read it are not drawn again before.
const today = computed(() => new Date(now.value).toDateString());
const withDay = inLanguage((code) => new Intl.DateTimeFormat(code, { hour: '2-digit', minute: '2-digit', day: 'numeric', month: 'numeric', hour12: false }));

export const dayAndTime = (time: number): string => (new Date(time).toDateString() === today.value ? hourAndMinute(time) : withDay().format(time));
