export const vi = {
  title: 'Phím tắt',
  close: 'Đóng',
  single: 'Dùng phím đơn (chữ, số, dấu) trên thiết bị này',
  where: 'Phím đơn của một danh sách chỉ có tác dụng khi con trỏ đang ở trong danh sách đó, không phải trong ô nhập.',
  everywhere: 'Mọi nơi',
  help: 'Mở bảng này',
  back: 'Đóng, quay lại',
  search: 'Tìm',
  before: 'Cột hoặc thẻ trước',
  after: 'Cột hoặc thẻ sau',
  floor: 'Phát biểu',
  callNext: 'Mời người tiếp theo',
  pause: 'Tạm dừng đồng hồ',
  extend: 'Thêm 30 giây',
  sites: 'Các điểm cầu',
  board: 'Mở bảng các điểm cầu',
  boardClose: 'Đóng bảng các điểm cầu',
};

export type Messages = typeof vi;
