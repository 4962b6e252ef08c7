export const vi = {
  duration: 'Thời gian',
  minutes: 'phút',
  seconds: 'giây',
  none: 'để trống: không hẹn giờ',
  wrong: 'Từ 1 giây đến 120 phút, bằng số.',
};

export type Messages = typeof vi;
