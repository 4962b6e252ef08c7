import type { ErrorCode } from '../core/types.gen.ts';

// Of refusals that come only from the hub, so that the page for phones need not have them before there is a link.
export const vi = {
  late: 'Đến sau giờ đóng; nếu điểm cầu đã nhận kịp, phiếu vẫn được tính.',
  link_down: 'Điểm cầu đang mất liên lạc với trung tâm: chưa chuyển được.',
  not_here: 'Máy này không phục vụ bạn; trang đang chuyển sang trung tâm.',
  stale: 'Đã quá lúc: không thực hiện nữa.',
  not_found: 'Không còn mục này.',
  wrong_state: 'Không thực hiện được ở trạng thái hiện tại.',
  already_waiting: 'Đã có trong danh sách chờ phát biểu.',
  not_entitled: 'Không thuộc diện bỏ phiếu.',
  full: 'Danh sách đã đầy.',
  list_closed: 'Đã đóng danh sách phát biểu.',
  intake_closed: 'Hiện không nhận câu hỏi.',
  fenced: 'Người khác đang giữ bàn điều khiển của điểm cầu này: chưa thực hiện.',
  too_long: 'Nội dung quá dài.',
  elsewhere: 'Mã này đã được dùng trên thiết bị khác. Nhập lại mã để dùng tại đây.',
} satisfies Partial<Record<ErrorCode | 'elsewhere', string>>;

export type Messages = Record<keyof typeof vi, string>;
