import type { QuestionRow } from '../core/types.gen.ts';

const origins: Record<NonNullable<QuestionRow['origin']>, string> = { live: 'Trực tiếp', paper: 'Phiếu giấy', survey: 'Ý kiến khảo sát' };

export const vi = {
  origins,
  fromPaper: 'Chép từ phiếu giấy',
  opinions: 'Ý kiến khảo sát',
  opinion: (number: number) => `Ý kiến ${number}`,
  makeQuestion: 'Đưa thành câu hỏi',
  madeQuestion: (question: number) => `Đã đưa thành câu hỏi #${question}`,
};

export type Messages = typeof vi;
