// The end of a poll that sites may still hold ballots of: what is missing, and what the desk can decide.
import type { Command } from '../core/types.gen.ts';

const acts: Partial<Record<Command, string>> = {
  'poll.announce': 'Chốt khi chưa đủ',
  'poll.declare_lost': 'Coi là mất',
  'poll.amend': 'Bổ sung phiếu đến muộn',
};

export const vi = {
  acts,
  waiting: (drained: string, expected: string) => `Chưa chốt: ${drained}/${expected} điểm cầu đã gửi đủ phiếu`,
  unprovenOnly: 'Chưa chốt: còn phiếu không chứng minh được thời điểm',
  complete: (expected: string) => `Đủ phiếu: ${expected}/${expected} điểm cầu`,
  incomplete: (without: string, expected: string) => `Kết quả thiếu ${without} trên ${expected} điểm cầu`,
  amended: 'Đủ phiếu',
  waitsFor: (sites: string) => `Đang chờ: ${sites}`,
  without: (sites: string) => `Không có: ${sites}`,
  missing: (people: string) => `${people} người có quyền ở đó chưa có phiếu`,
  changeable: (people: string) => `${people} người có thể đã đổi phiếu`,
  nobodyMissing: 'Mọi người có quyền ở đó đã có phiếu',
  can: 'Phiếu còn thiếu CÓ THỂ làm thay đổi kết quả',
  cannot: 'Phiếu còn thiếu KHÔNG THỂ làm thay đổi kết quả',
  unproven: (ballots: string) => `${ballots} phiếu không chứng minh được là bỏ trước khi hết giờ`,
  leftOut: (ballots: string) => `${ballots} phiếu không chứng minh được thời điểm, không được tính`,
  lateInTime: (ballots: string) => `${ballots} phiếu bỏ đúng giờ nhưng đến sau khi chốt`,
  inDoubt: 'Tính cả các phiếu này thì kết quả KHÁC: kết quả đang có nghi vấn',
  notInDoubt: 'Tính cả các phiếu này thì kết quả vẫn vậy',
  choices: 'Cách xử lý',
  wait: 'Chờ tiếp: không phải làm gì. Kết quả tự chốt ngay khi đủ phiếu.',
  waitUnproven: 'Phải có người quyết định: kết quả không tự chốt khi còn phiếu không chứng minh được thời điểm.',
  orVoid: 'Hoặc hủy, hoặc hủy và bỏ phiếu lại: nút ở dưới, cần hai người.',
  announceOpen: 'Chốt khi chưa đủ…',
  announceUnproven: 'Quyết định và chốt…',
  announceWhat: (sites: string) => `Chốt kết quả không có phiếu còn giữ ở: ${sites}.`,
  announceWhatUnproven: 'Chốt kết quả với quyết định sau đây về các phiếu không chứng minh được thời điểm.',
  announceThen:
    'Sau đó kết quả không tự thay đổi nữa. Phiếu đúng giờ đến sau chỉ vào danh sách bổ sung; muốn tính phải có quyết định riêng. Việc chốt và tên điểm cầu còn thiếu được ghi vào nhật ký và hiện cùng kết quả. Không hoàn tác được.',
  unprovenHow: (ballots: string) => `${ballots} phiếu không chứng minh được thời điểm`,
  count: 'Tính: coi là bỏ đúng giờ, nhường phiếu khác của cùng người nếu có',
  leaveOut: 'Không tính: coi là không có',
  announceNow: 'Chốt kết quả',
  lostOpen: 'Coi là mất…',
  lostOpenOf: (site: string) => `Coi phiếu còn giữ ở ${site} là mất`,
  lostWhat: (site: string) => `Coi phiếu còn giữ ở ${site} là mất: không chờ điểm cầu này nữa.`,
  lostThen: (site: string) =>
    `Nếu không còn gì phải chờ, kết quả chốt ngay và ghi rõ thiếu ${site}. Máy ở đó vẫn chạy; phiếu đúng giờ đến sau chỉ vào danh sách bổ sung. Không hoàn tác được.`,
  lostNow: 'Coi là mất',
  amendOpen: (ballots: string) => `Bổ sung ${ballots} phiếu đến muộn…`,
  amendByChair: (ballots: string) => `${ballots} phiếu đúng giờ đến muộn: chủ tọa quyết định bổ sung hay không.`,
  amendWhat: (ballots: string) => `Đưa ${ballots} phiếu đúng giờ đến muộn vào kết quả.`,
  amendPublished: 'Con số đã công bố thay đổi ngay trên mọi màn hình và điện thoại. Nhật ký ghi ai đã bổ sung. Không hoàn tác được.',
  amendClosed: 'Kết quả chưa công bố sẽ gồm cả các phiếu này. Nhật ký ghi ai đã bổ sung. Không hoàn tác được.',
  amendNow: 'Bổ sung vào kết quả',
  back: 'Không, quay lại',
  said: (sites: string) => `Hết giờ bỏ phiếu, đang chờ phiếu của: ${sites}`,
};

export type Messages = typeof vi;
