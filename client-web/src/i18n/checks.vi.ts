// What a site said of itself before the doors opened, as the desk and the readiness board tell it.
import type { Lacking } from '../core/types.gen.ts';

const points: Record<Lacking[number], string> = {
  link: 'đường truyền',
  sound: 'âm báo',
  clock: 'đồng hồ',
  key: 'phím F9',
  screen: 'màn hình luôn sáng',
  who: 'bàn điều khiển',
};

export const vi = {
  points,
  checkIn: 'Kiểm tra trước giờ khai mạc',
  none: 'chưa kiểm tra',
  good: (time: string) => `đã kiểm tra lúc ${time}`,
  lacking: (time: string, points: string) => `kiểm tra lúc ${time}, còn thiếu: ${points}`,
  lackingShort: (points: string) => `thiếu: ${points}`,
};

export type Messages = typeof vi;
