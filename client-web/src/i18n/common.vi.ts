import type { ErrorCode, PollCastParams } from '../core/types.gen.ts';

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

export const vi = {
  otherLanguage: 'EN',
  switchLanguage: 'EN · English',
  links: { live: 'Trực tuyến', lost: 'Đang kết nối lại…', alone: 'Tự hoạt động' },
  starting: 'Đang kết nối…',
  slow: 'Mạng chậm – thử lại',
  sending: 'Đang gửi…',
  keptAtSite: (time: string) => `◐ Điểm cầu đã giữ lúc ${time}, chờ trung tâm`,
  heldOffline: 'Đang giữ – chưa có mạng',
  dismiss: 'Đã hiểu',
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
  left: 'còn',
  closing: 'Đang đóng…',
};

export type Messages = typeof vi;
