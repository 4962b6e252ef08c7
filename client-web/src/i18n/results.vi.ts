// Results, polls that are over, who may vote, and why a poll became void: as voters, desk and displays read it.
import type { VoidReason, Voters } from '../core/types.gen.ts';

const reasons: Record<VoidReason, string> = {
  wrong_text: 'Sai nội dung',
  wrong_electorate: 'Sai thành phần bỏ phiếu',
  fault: 'Sự cố kỹ thuật',
  irregular: 'Không đúng quy trình',
  other: 'Lý do khác',
};

const roles: Record<Voters[number], string> = {
  participant: 'đại biểu',
  operator: 'trợ lý điểm cầu',
  responder: 'người trả lời',
  moderator: 'điều phối',
  chair: 'chủ tọa',
  admin: 'quản trị',
};

export const vi = {
  reasons,
  roles,
  ballots: (ballots: string, electorate: string) => `${ballots}/${electorate} người đã bỏ phiếu`,
  byHand: (count: string) => `trong đó đếm tay: ${count}`,
  result: 'Kết quả',
  choice: 'Phương án',
  count: 'Số phiếu',
  share: 'Tỉ lệ',
  of: (count: string, whole: string) => `${count} trên ${whole}`,
  weighted: 'Theo trọng số',
  closed: 'Đã đóng. Kết quả do chủ tọa công bố.',
  pollNumber: (poll: number) => `Bỏ phiếu số ${poll}`,
  void: 'Đã hủy',
  voidLong: 'Cuộc bỏ phiếu đã bị hủy; không phiếu nào được tính.',
  repeated: 'Một cuộc bỏ phiếu mới đã thay thế.',
  notVoter: 'Bạn không thuộc diện bỏ phiếu.',
  onlyRoles: (roles: string) => `Cuộc này dành cho: ${roles}.`,
  onlySites: 'Cuộc này chỉ dành cho những điểm cầu khác.',
  onlyKind: { hall: 'Cuộc này chỉ dành cho hội trường.', remote: 'Cuộc này chỉ dành cho các điểm cầu từ xa.' },
  onlyGroups: 'Cuộc này chỉ dành cho một nhóm đại biểu.',
  onlyPresent: 'Cuộc này chỉ dành cho người được ghi có mặt lúc mở. Nếu bạn đang có mặt, hãy nhờ người phụ trách điểm cầu điểm danh.',
};

export type Messages = typeof vi;
