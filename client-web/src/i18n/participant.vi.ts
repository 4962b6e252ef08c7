export const vi = {
  tabNow: 'Hiện tại',
  tabPoll: 'Bỏ phiếu',
  tabAsk: 'Hỏi',
  newPoll: 'Có bỏ phiếu mới – Xem',
  nothingNow: 'Chưa có nội dung nào đang diễn ra. Trang sẽ tự cập nhật.',
  asking: 'Đang hỏi',
  speaking: 'Đang phát biểu',
  paused: 'Tạm dừng',
  next: 'Tiếp theo',
  queue: 'Chờ phát biểu',
  you: 'Bạn',
  agenda: 'Chương trình',
  noPoll: 'Không có cuộc bỏ phiếu nào đang mở.',
  number: (value: number) => `số\u00a0${value}`,
};

export type Messages = typeof vi;
