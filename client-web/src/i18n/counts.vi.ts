// What operators count by hand: entered at the site, confirmed by a second person.
import type { Command, CountRow, ErrorCode } from '../core/types.gen.ts';

const states: Record<CountRow['state'], string> = { entered: 'Chờ người thứ hai', confirmed: 'Đã xác nhận', withdrawn: 'Đã rút', void: 'Đã hủy' };

const acts: Partial<Record<Command, string>> = {
  'count.enter': 'Nhập kết quả đếm tay',
  'count.confirm': 'Xác nhận kết quả đếm tay',
  'count.withdraw': 'Rút kết quả đếm tay',
};

const errors: Partial<Record<ErrorCode, string>> = {
  out_of_range: 'Số liệu không khớp nhau, hoặc nhiều hơn số người còn lại của điểm cầu.',
  differs: 'Khác với số liệu đã nhập. Hãy đối chiếu lại với điểm cầu.',
  needs_another: 'Người nhập không được tự xác nhận.',
  stale_rev: 'Có người vừa nhập lại. Hãy xem số liệu mới.',
  wrong_state: 'Không nhận được nữa, hoặc cuộc này không đếm tay ở điểm cầu này.',
  not_entitled: 'Không ai ở điểm cầu này thuộc diện bỏ phiếu.',
};

const impossible: Record<string, string> = {
  counts: 'Cuộc này không nhận kết quả đếm tay.',
  pollType: 'Cho điểm thì không đếm tay được.',
  weight: 'Phiếu ở điểm cầu này có trọng số khác nhau nên không đếm tay được.',
  site: 'Không ai ở điểm cầu này thuộc diện bỏ phiếu.',
};

export const vi = {
  states,
  acts,
  errors,
  impossible,
  title: 'Đếm tay (giơ tay, phiếu giấy)',
  open: 'Nhập kết quả đếm tay',
  again: 'Nhập lại',
  enter: 'Gửi, chờ người thứ hai xác nhận',
  hold: 'Đang kiểm phiếu: giữ chỗ bằng số 0',
  holdHow: 'Kiểm phiếu giấy mất thời gian? Giữ chỗ trước khi đóng: cuộc bỏ phiếu sẽ chờ số liệu thật.',
  holdNote: 'Đang kiểm phiếu',
  ceiling: (ceiling: string, entitled: string, ballots: string) => `Nhiều nhất ${ceiling} người: ${entitled} người có quyền, ${ballots} người đã bỏ phiếu bằng điện thoại.`,
  ceilingAsked: 'Đang hỏi số người còn lại…',
  sum: (sum: string, ceiling: string) => `Đã đếm ${sum} trên nhiều nhất ${ceiling} người`,
  tooMany: (sum: string, ceiling: string) => `${sum} người: nhiều hơn ${ceiling} người còn lại.`,
  people: 'Số người đã đếm',
  note: 'Ghi chú',
  site: 'Điểm cầu',
  chooseSite: 'Chọn điểm cầu',
  second: 'Chỉ được tính khi người thứ hai xác nhận: một người phụ trách khác của điểm cầu, điều phối hoặc chủ tọa.',
  offline: 'Chưa có kết nối: chỉ nhập được khi điểm cầu nối với trung tâm.',
  counted: (total: string, ceiling: string) => `${total} người, trần ${ceiling}`,
  somebody: 'một người khác',
  by: (who: string, time: string) => `${who} nhập lúc ${time}`,
  confirmedBy: (who: string) => `${who} xác nhận`,
  over: 'Vượt trần: có thêm phiếu điện thoại. Không được tính cho đến khi nhập lại và xác nhận, hoặc rút.',
  phonesAfter: (count: string) => `${count} phiếu điện thoại đến sau khi nhập: hỏi lại xem có ai vừa giơ tay vừa bỏ phiếu.`,
  confirm: 'Xác nhận đúng',
  confirmOpen: 'Đối chiếu và xác nhận',
  confirmHow: 'Nghe điểm cầu đọc số liệu rồi nhập lại; hai lần nhập phải giống nhau.',
  confirmNotYou: 'Bạn đã nhập; người khác phải xác nhận.',
  withdraw: 'Rút',
  withdrawWhy: 'Lý do rút',
  waits: (count: string) => `Còn ${count} điểm cầu chưa xong đếm tay: chưa công bố được.`,
  perhaps: 'có thể đã đếm tay',
  none: 'Không nhận kết quả đếm tay',
  noneRule: 'Không đếm tay',
};

export type Messages = typeof vi;
