import type { Command } from '../core/types.gen.ts';

const acts: Partial<Record<Command, string>> = {
  'message.send': 'Tin nhắn',
  'message.read': 'Đã đọc',
};

export const vi = {
  acts,
  title: 'Tin nhắn',
  desk: 'Ban điều phối',
  chair: 'Chủ tọa',
  to: 'Nhắn cho',
  chooseTo: '– Chọn nơi nhận –',
  open: 'Mở',
  unread: (count: number) => `${count} tin chưa đọc`,
  none: 'Chưa có tin nhắn. Tin gửi đến sẽ hiện tại đây.',
  write: 'Nội dung',
  send: 'Gửi',
  read: 'Đã đọc',
  readBy: (time: string, who: string) => `đọc lúc ${time}, ${who}`,
  notRead: 'chưa đọc',
  looking: (who: string) => `${who} đang xem`,
  newFrom: (who: string) => `Tin mới: ${who}`,
};

export type Messages = typeof vi;
