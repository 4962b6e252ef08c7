import type { AgendaItemRow } from '../core/types.gen.ts';

const kinds: Record<AgendaItemRow['itemKind'], string> = {
  talk: 'Phát biểu',
  paper: 'Tham luận',
  dialogue: 'Đối thoại',
  vote: 'Biểu quyết',
  commendation: 'Khen thưởng',
  break: 'Giải lao',
};

export const vi = {
  kinds,
  display: 'Màn hình',
  presenter: 'Trình bày',
  commended: 'Được khen thưởng',
  more: (count: number) => `… và ${count} nội dung nữa`,
  minutes: (count: number) => `${count} phút`,
  paused: 'Tạm dừng',
  speaking: 'Đang phát biểu',
  called: 'Mời phát biểu',
  next: 'Tiếp theo',
  voteHow: 'Bỏ phiếu trên điện thoại của bạn',
  scanToVote: 'Quét để bỏ\u00a0phiếu',
  nobody: 'Mời đại biểu đăng\u00a0ký phát\u00a0biểu',
  listClosed: 'Danh sách phát biểu đã đóng',
  agenda: 'Chương trình',
  now: 'Đang diễn ra',
  join: 'Tham gia bằng điện thoại',
  joinHow: 'Quét mã, rồi nhập mã cá nhân trên thẻ',
  open: 'Đang bỏ phiếu',
  closing: 'Hết giờ – đang chờ phiếu',
  closed: 'Đã đóng – chờ công bố',
  published: 'Kết quả',
  void: 'Đã hủy',
  asked: 'Đang hỏi',
  sinceAsked: 'Từ lúc hỏi',
  nothingAsked: 'Chưa có câu hỏi nào đang được hỏi',
  lostFor: (time: string) => `Mất kết nối ${time}`,
  signIn: 'Hãy mở trang này bằng liên kết trên thẻ của màn hình.',
};

export type Messages = typeof vi;
