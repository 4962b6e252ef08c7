// For who stands at the door of a page of the staff and does not get in.
export const vi = {
  card: 'Tên đăng nhập, mật khẩu và địa chỉ trang này in trên thẻ do quản trị viên hội nghị cấp.',
  lost: 'Mất thẻ, quên mật khẩu: hỏi quản trị viên để được cấp lại (Quản trị › Tổ phục vụ, quyền).',
  lostAdmin: 'Quên mật khẩu: quản trị viên khác cấp lại ở Tổ phục vụ, quyền. Không còn ai: cấp trên máy chủ bằng lệnh lamrelay codes.',
  device: 'Màn hình của điểm cầu mở bằng liên kết hoặc mã QR trên thẻ màn hình; mất thẻ thì cũng hỏi quản trị viên.',
  delegate: 'Thẻ có mã 12 số là thẻ đại biểu:',
  toDelegates: 'mở trang đại biểu',
  yours: 'Mở trang của bạn',
};

export type Messages = typeof vi;
