// The way to the hub as phones and consoles tell of it: what waits here, what waits at the site, and since when.
import type { Command } from '../core/types.gen.ts';

const acts: Partial<Record<Command, string>> = {
  'question.submit': 'Câu hỏi',
  'question.withdraw': 'Rút câu hỏi',
  'question.resubmit': 'Câu hỏi gửi lại',
  'question.me_too': 'Cùng quan tâm',
  'speaker.request': 'Xin phát biểu',
  'speaker.withdraw': 'Rút đăng ký phát biểu',
  'poll.cast': 'Phiếu',
};

export const vi = {
  acts,
  held: (count: number) => `${count} mục chờ gửi`,
  keptCount: (count: number) => `◐ ${count} mục điểm cầu đã giữ, chờ trung tâm`,
  refusedCount: (count: number) => `${count} mục không được nhận`,
  madeAt: (time: string) => `lúc ${time}`,
  minutes: (count: number) => `${count} phút trước`,
  cancel: 'Không gửi nữa',
  again: 'Gửi lại',
  retry: 'Thử nối lại ngay',
  alone: (time: string) => `Điểm cầu tự hoạt động từ ${time}. Bạn cứ gửi: điểm cầu giữ lại và chuyển sau.`,
  notNow: 'Chưa làm được: điểm cầu đang mất liên lạc với trung tâm.',
  otherDevice: (time: string) => `Phiếu đang đứng được gửi từ máy khác của bạn lúc ${time}, không phải phiếu gửi từ máy này.`,
};

export type Messages = typeof vi;
