export const vi = {
  title: (count: string) => `Chưa gửi: ${count} ô cần sửa`,
  missing: 'chưa điền',
  tick: 'cần đánh dấu',
  short: (least: string) => `ít nhất ${least} ký tự`,
  least: (least: string) => `ít nhất ${least}`,
  most: (most: string) => `nhiều nhất ${most}`,
  bad: 'không đúng dạng',
};

export type Messages = typeof vi;
