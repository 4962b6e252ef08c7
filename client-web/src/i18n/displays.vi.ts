import type { Standing } from '../core/displays.ts';

const standings: Record<Standing, string> = { confirmed: 'đã hiện', behind: 'chưa hiện kịp', absent: 'không kết nối' };

export const vi = {
  standings,
  stages: 'Màn hình',
  main: 'Màn hình chính',
  all: 'Tất cả, bỏ nội dung riêng',
  follows: 'theo màn hình chính',
  confirmed: (count: number, all: number) => `${count}/${all} màn hình đã hiện`,
  behind: (who: string) => `Chưa hiện kịp: ${who}`,
  noDisplays: 'Chưa có màn hình nào kết nối.',
  onDisplay: (what: string) => `Đang hiện: ${what}`,
  preview: (what: string) => `Xem trước, chưa hiện: ${what}`,
  chooseView: 'Nội dung',
  which: 'Hiện',
  showMain: 'Hiện trên màn hình chính',
  showAll: 'Hiện trên tất cả màn hình',
  showOn: (display: string) => `Hiện trên ${display}`,
  cancel: 'Thôi',
  nothingToShow: 'Chưa có nội dung này để hiện.',
  minutes: (count: number) => `${count} phút`,
  noItems: 'Chương trình chưa có mục nào. Chương trình được soạn ở trang quản trị.',
  nowOn: 'Đang diễn ra',
  since: (time: string) => `từ ${time}`,
  runs: (minutes: number) => `đã ${minutes} phút`,
  runsOf: (minutes: number, planned: number) => `đã ${minutes}/${planned} phút`,
  over: (minutes: number) => `quá ${minutes} phút`,
};

export type Messages = typeof vi;
