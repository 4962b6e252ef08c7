import type { ConferenceRow, MyQuestionRow, QuestionRejectParams } from '../core/types.gen.ts';

const states: Record<MyQuestionRow['state'], string> = {
  pending: 'Chờ duyệt',
  approved: 'Đã duyệt',
  asking: 'Đang hỏi',
  answered: 'Đã trả lời',
  rejected: 'Không được chọn',
  withdrawn: 'Đã rút',
  returned: 'Cần làm rõ',
  merged: 'Đã gộp',
};

const reasons: Record<QuestionRejectParams['reason'], string> = {
  duplicate: 'trùng nội dung',
  off_topic: 'ngoài chủ đề',
  already_answered: 'đã được trả lời',
  unsuitable: 'không phù hợp',
  unclear: 'chưa rõ',
  other: 'lý do khác',
};

const intakes: Record<ConferenceRow['intake'], string> = { open: 'đang nhận', paused: 'tạm dừng', closed: 'ngừng nhận' };

const notTaken: Record<ConferenceRow['intake'], string> = {
  open: 'Đang nhận câu hỏi.',
  paused: 'Đang tạm dừng nhận câu hỏi; khi nhận lại, gửi được ngay tại đây.',
  closed: 'Hội nghị không nhận thêm câu hỏi; các câu đã gửi vẫn được xem xét.',
};

export const vi = {
  states,
  reasons,
  intakes,
  notTaken,
  anonymous: 'Ẩn danh',
  into: (question: number) => `Đã gộp vào câu #${question}`,
  answerer: (who: string) => `Người trả lời: ${who}`,
  original: 'Nguyên văn',
  askers: (count: string) => `${count} người cùng hỏi`,
  meToo: (count: string) => `${count} người cùng quan tâm`,
  clarify: 'Xin làm rõ',
  resubmit: 'Gửi lại',
  newText: 'Câu hỏi sau khi sửa',
};

export type Messages = typeof vi;
