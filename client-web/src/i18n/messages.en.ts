import type { Messages } from './messages.vi.ts';

export const en: Messages = {
  acts: {
    'message.send': 'Message',
    'message.read': 'Read',
  },
  title: 'Messages',
  desk: 'Moderators',
  chair: 'Chair',
  to: 'Write to',
  chooseTo: '– Choose a recipient –',
  open: 'Open',
  unread: (count) => `${count} unread`,
  none: 'No messages yet. What is sent to you appears here.',
  write: 'Text',
  send: 'Send',
  read: 'Mark read',
  readBy: (time, who) => `read at ${time} by ${who}`,
  notRead: 'not read yet',
  looking: (who) => `${who} is looking at it`,
  newFrom: (who) => `New message: ${who}`,
};
