export const vi = {
  chair: 'Chủ tọa',
  lookingIn: 'Chủ tọa (điều phối đang xem)',
  nobodySpeaks: 'Chưa có ai phát biểu',
  speaks: 'Đang phát biểu',
  paused: 'Tạm dừng',
  called: 'Đã mời',
  nothingAsked: 'Chưa hỏi câu nào',
  asked: 'Đang hỏi',
  questions: 'Câu hỏi',
  askNext: 'Hỏi câu tiếp theo',
  noneNext: 'chưa có câu trong hàng chờ',
  answerFirst: 'xong câu đang hỏi đã',
  inOrder: 'Thứ tự hỏi',
  more: (count: number) => `và ${count} câu nữa`,
};

export type Messages = typeof vi;
