// The life of a question, act by act.
import type { QuestionAct } from '../core/types.gen.ts';

const acts: Record<QuestionAct['event'], string> = {
  question_submitted: 'gửi',
  question_approved: 'duyệt',
  question_rejected: 'không chọn',
  question_withdrawn: 'rút',
  question_asked: 'đưa ra hỏi',
  question_answered: 'đánh dấu đã trả lời',
  question_edited: 'sửa',
  question_returned: 'trả lại để làm rõ',
  question_resubmitted: 'gửi lại',
  question_unapproved: 'đưa lại chờ duyệt',
  question_put_back: 'đưa lại hàng chờ',
  question_merged: 'gộp',
  question_assigned: 'giao trả lời',
  act_undone: 'hoàn tác',
  question_pinned: 'ghim',
  question_moved: 'xếp lại thứ tự',
};

export const vi = {
  acts,
  unpinned: 'bỏ ghim',
  placedAuto: 'trả về thứ tự công bằng',
  open: 'Toàn bộ lịch sử',
  close: 'Ẩn lịch sử',
  more: 'Xem tiếp',
  before: 'Trước',
  after: 'Sau',
  into: (question: number) => `vào câu #${question}`,
  failed: 'Chưa lấy được lịch sử: thử lại khi có kết nối.',
};

export type Messages = typeof vi;
