export const vi = {
  askTitle: 'Câu hỏi của bạn',
  moderated: 'được duyệt trước khi hỏi',
  topic: 'Chủ đề',
  noTopic: 'Không chọn',
  ask: 'Gửi câu hỏi',
  mine: 'Câu hỏi đã gửi',
  noneMine: 'Bạn chưa gửi câu hỏi nào.',
  withdraw: 'Rút',
  anonymousLong: 'Ẩn danh – không hiện tên bạn với ai',
  others: 'Câu hỏi đã duyệt',
  noneOthers: 'Chưa có câu hỏi nào được duyệt.',
  meToo: 'Tôi cũng quan tâm',
  more: 'Xem thêm',
  refresh: 'Cập nhật',
  listFailed: 'Chưa tải được danh sách.',
  own: 'Câu hỏi của bạn',
  edit: 'Sửa và gửi lại',
  revised: 'Ban tổ chức đã biên tập câu hỏi.',
};

export type Messages = typeof vi;
