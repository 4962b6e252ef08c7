import type { CueStep } from '../core/cue.ts';
import type { Command } from '../core/types.gen.ts';

const acts: Partial<Record<Command, string>> = {
  'lease.take': 'Nhận bàn điều khiển',
  'lease.give_up': 'Thôi giữ bàn điều khiển',
  'site.measure_delay': 'Độ trễ hình',
  'site.check_in': 'Kiểm tra trước giờ khai mạc',
};

// Of steps that say nothing else; the place in the line and the seconds are put in below.
const steps: Record<Exclude<CueStep, 'waiting' | 'soon'>, string> = {
  received: 'ĐÃ NHẬN ĐĂNG KÝ',
  second: 'BẠN LÀ NGƯỜI THỨ 2 – mời chuẩn bị',
  next: 'TIẾP THEO – bấm SẴN SÀNG khi micrô và hình đã tốt',
  ready: 'ĐÃ BÁO SẴN SÀNG – chờ bắt đầu',
  speaking: 'BẠN ĐANG TRỰC TIẾP',
  paused: 'TẠM DỪNG',
  over: 'HẾT GIỜ',
  done: 'ĐÃ XONG – cảm ơn',
};

export const vi = {
  acts,
  steps,
  place: (place: number) => `BẠN LÀ NGƯỜI THỨ ${place === 1 ? 'NHẤT' : place}`,
  soon: (seconds: number) => `LÊN HÌNH SAU ${seconds} GIÂY`,
  after: (who: string) => `sau ${who}`,
  unanswered: 'Ban điều phối đang chờ bạn bấm SẴN SÀNG!',
  notConsole: (who: string) => `Sẵn sàng do ${who} bấm`,
  sound: 'Âm báo',
  soundOn: 'Âm báo: bật',
  soundLocked: 'Âm báo: bấm vào trang để trình duyệt cho phát tiếng',
  soundOff: 'Âm báo: tắt – bấm để nghe thử',

  console: 'Bàn điều khiển',
  own: (time: string) => `Bạn đang giữ bàn điều khiển từ ${time}.`,
  free: 'Chưa có ai giữ bàn điều khiển của điểm cầu.',
  other: (who: string, time: string) => `${who} đang giữ bàn điều khiển từ ${time}.`,
  otherGone: (who: string, time: string, seen: string) => `${who} giữ bàn điều khiển từ ${time}, thấy lần cuối lúc ${seen}.`,
  lostIt: (who: string, time: string) => `${who} đã nhận bàn điều khiển lúc ${time}. Nội dung đang viết vẫn được giữ.`,
  fencedHere: 'Trang này chỉ xem: không gửi thay điểm cầu.',
  take: 'Nhận bàn điều khiển',
  takeOver: 'Nhận thay…',
  takeBack: 'Nhận lại…',
  takeOverSure: (question: string) => `${question} Nhận thay?`,
  takeOverNow: 'Nhận thay',
  askModerator: 'Người này đang kết nối: hãy nhờ họ thôi giữ, hoặc gọi ban điều phối.',
  takeOverIn: (seconds: number) => `Nhận thay được sau ${seconds} giây.`,
  giveUp: 'Thôi giữ',
  cancel: 'Thôi',
  noLink: 'Mất kết nối: chưa đổi được người giữ.',

  consoles: 'Điểm cầu: bàn điều khiển',
  consolesHeld: (held: string, sites: string) => `${held}/${sites} nơi có người giữ`,
  nobody: 'chưa có ai giữ',
  since: (time: string) => `từ ${time}`,
  here: 'đang kết nối',
  seen: (time: string) => `thấy lần cuối lúc ${time}`,
  giveTo: 'Giao cho',
  chooseOperator: '– Chọn người –',
  give: 'Giao',

  delay: 'Độ trễ hình',
  delayWhy: 'Hình từ hội trường về điểm cầu chậm bao nhiêu giây. Đồng hồ phát biểu ở đây được lùi theo; giờ đóng bỏ phiếu thì không.',
  delayIs: (seconds: string) => `Đang dùng: ${seconds} giây`,
  delayNone: 'Chưa đo.',
  delaySeconds: 'Số giây',
  delaySave: 'Lưu',
  delayWrong: 'Nhập từ 0 đến 120 giây.',
  measure: 'Đo…',
  measureHow: (time: string) => `Nhờ ban điều phối hiện “Đồng hồ” lên màn hình. Bấm nút khi HÌNH VIDEO hiện ${time}.`,
  measureNow: 'Hình hiện giờ này – bấm!',
  measuredAs: (seconds: string) => `Đo được ${seconds} giây`,
  measureEarly: 'Bấm sớm hơn giờ hẹn: hãy đo lại.',

  onAirIn: (seconds: number) => `lên hình sau ${seconds} giây`,
  onAirLater: (seconds: string) => `hình trễ ${seconds} giây: lên hình sau khi bắt đầu ${seconds} giây`,
  late: (seconds: string) => `hình trễ ${seconds} giây`,

  alert: (who: string, seconds: number) => `${who}: chưa báo sẵn sàng sau ${seconds} giây`,
  alertHow: 'Gọi điện cho điểm cầu: nếu đã sẵn sàng thì đánh dấu, không thì bỏ qua – người này sẽ chờ tiếp.',
  operatorHere: (who: string) => `Người giữ bàn: ${who}, đang kết nối.`,
  operatorGone: (who: string, seen: string) => `Người giữ bàn: ${who}, thấy lần cuối lúc ${seen}.`,
  operatorNone: 'Điểm cầu chưa có ai giữ bàn điều khiển.',
};

export type Messages = typeof vi;
