// People of a site: who is present, and whose code may move to another device.
import type { Command } from '../core/types.gen.ts';

const acts: Partial<Record<Command, string>> = {
  'person.check_in': 'Điểm danh',
  'person.allow_move': 'Cho đổi máy',
};

export const vi = {
  acts,
  checkIn: 'Điểm danh',
  presentOf: (present: string, all: string) => `Có mặt ${present}/${all}`,
  find: 'Tìm theo số thứ tự hoặc tên',
  none: 'Không có ai.',
  isPresent: 'có mặt',
  isAway: 'vắng',
  setPresent: 'Ghi có mặt',
  setAway: 'Ghi vắng',
  moves: 'Cần đổi máy',
  movesWhy: 'Mã của những người này đã đổi máy ba lần. Chỉ cho đổi khi chính người đó đứng trước bạn.',
  allowMove: 'Cho đổi máy',
};

export type Messages = typeof vi;
