import type { Command, ErrorCode, PollCastParams } from '../core/types.gen.ts';

const errors: Partial<Record<ErrorCode | 'no_link', string>> = {
  no_link: 'Chưa có kết nối. Vui lòng thử lại.',
  bad_credentials: 'Không đúng. Vui lòng kiểm tra và nhập lại.',
  rate_limited: 'Thao tác quá nhanh, sẽ thử lại.',
  busy: 'Máy chủ đang bận, sẽ thử lại.',
  poll_closed: 'Không kịp: cuộc bỏ phiếu đã đóng.',
  already_cast: 'Đã có phiếu của bạn, và phiếu đầu tiên là cuối cùng.',
  needs_operator: 'Đã đổi máy nhiều lần. Hỏi người phụ trách điểm cầu.',
};

const choices: Record<NonNullable<PollCastParams['choice']>, string> = { yes: 'Đồng ý', no: 'Không đồng ý', abstain: 'Không có ý kiến' };

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
  otherLanguage: 'EN',
  switchLanguage: 'EN · English',
  starting: 'Đang kết nối…',
  live: 'Trực tuyến',
  reconnecting: 'Đang kết nối lại…',
  lost: 'Mất kết nối – sẽ gửi khi có mạng',
  asOf: (time: string) => `Nội dung lúc ${time}`,
  held: (count: number) => `${count} mục chờ gửi`,
  refusedCount: (count: number) => `${count} mục không được nhận`,
  sending: 'Đang gửi…',
  keptAtSite: 'Điểm cầu đã giữ, đang chờ trung tâm',
  heldOffline: 'Đang giữ – chưa có mạng',
  madeAt: (time: string) => `lúc ${time}`,
  dismiss: 'Đã hiểu',
  elsewhere: 'Đang mở ở nơi khác',
  elsewhereWhy: 'Trang này đã được mở ở thẻ trình duyệt hoặc thiết bị khác.',
  useHere: 'Dùng tại đây',
  outdated: 'Có bản mới của trang này.',
  reload: 'Tải lại',
  signOut: 'Thoát',
  signOutSure: 'Thoát? Vào lại sẽ cần mã trên thẻ.',
  signIn: 'Tham gia',
  code: 'Mã cá nhân (12 số)',
  codeHint: 'Hoặc quét mã QR trên thẻ bằng camera điện thoại. Cần giúp? Hỏi người phụ trách điểm cầu.',
  codeWrong: 'Mã chưa đúng: hãy xem lại từng số.',
  codeShort: 'Mã gồm 12 chữ số.',
  notStored: 'Thiết bị hết chỗ lưu, chưa gửi được.',
  outboxFull: 'Đã giữ quá nhiều mục chưa gửi.',
  failed: (code: string) => `Không thực hiện được (${code}).`,
  errors,
  choices,
  acts,
  left: 'còn',
  closing: 'Đang đóng…',
};

export type Messages = typeof vi;
