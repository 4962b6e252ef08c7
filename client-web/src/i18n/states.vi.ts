// What a page says of itself: its link, its age, its version, its faults.
export const vi = {
  reconnecting: 'Đang kết nối lại…',
  offline: 'Mất mạng – sẽ gửi khi có mạng',
  unreached: 'Chưa nối được – sẽ gửi khi nối lại',
  asOf: (time: string) => `cập nhật lúc ${time}`,
  newer: 'Có bản mới của trang',
  reload: 'Tải lại',
  elsewhere: 'Đang mở ở nơi khác',
  elsewhereWhy: 'Trang này đã được mở ở thẻ trình duyệt hoặc thiết bị khác.',
  useHere: 'Dùng tại đây',
  outdated: 'Có bản mới của trang này.',
  fault: 'Trang gặp lỗi. Những gì bạn đã gửi vẫn được giữ.',
  faultCode: (code: string) => `Mã cho người hỗ trợ: ${code}`,
};

export type Messages = typeof vi;
