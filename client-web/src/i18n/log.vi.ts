// The hub's log, as its admins read it. Its lines themselves are English.
import type { LogLine } from '../core/types.gen.ts';

const levels: Record<LogLine['level'], string> = { debug: 'chi tiết', info: 'thông tin', warning: 'cảnh báo', error: 'lỗi' };

export const vi = {
  levels,
  what: 'Những dòng mới nhất trong nhật ký của máy chủ trung tâm, dòng mới ở trên. Không dòng nào có mã hay mật khẩu.',
  again: 'Tải lại',
  failed: 'Chưa lấy được nhật ký: thử lại khi có kết nối.',
  onlyTrouble: 'Chỉ cảnh báo và lỗi',
  none: 'Không có dòng nào.',
};

export type Messages = typeof vi;
