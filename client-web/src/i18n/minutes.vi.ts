export const vi = {
  title: 'Biên bản',
  what: 'Những gì hội nghị đã làm tới lúc này: chương trình, câu hỏi đã trả lời, người đã phát biểu, kết quả bỏ phiếu đã công bố. In ra giấy A4 hoặc lưu thành PDF.',
  print: 'In biên bản (A4)',
  asOf: (time: string) => `Lập ${time}`,
  programme: 'Chương trình',
  questions: 'Câu hỏi đã trả lời',
  otherQuestions: 'Câu hỏi khác',
  speakers: 'Đã phát biểu',
  polls: 'Bỏ phiếu',
  time: 'Giờ',
  item: 'Nội dung',
  state: 'Trạng thái',
  who: 'Người',
  minutesSpoken: 'Phút',
  none: 'Chưa có.',
  end: (title: string) => `Hết biên bản: ${title}`,
};

export type Messages = typeof vi;
