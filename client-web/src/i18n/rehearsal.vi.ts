// Before the doors open: what an operator tries out, and where the page says how it stands with the way to the hub.
export const vi = {
  title: 'Kiểm tra trước giờ khai mạc',
  why: 'Thử từng mục một lần. Trang này mở lại được bằng nút “Kiểm tra” ở đầu trang.',
  open: 'Kiểm tra',
  done: 'Sẵn sàng đón đại biểu',
  doneAnyway: (count: number) => `Vào trang làm việc – còn ${count} mục chưa thử`,
  states: { good: 'tốt', look: 'cần xem', untried: 'chưa thử' },

  link: 'Đường truyền',
  lost: 'Chưa có kết nối. Trang đang tự nối lại.',
  alone: 'Máy của điểm cầu đang mất liên lạc với trung tâm; gửi gì điểm cầu giữ lại.',
  toHub: 'Nối thẳng với máy chủ trung tâm.',
  toSite: 'Nối qua máy của điểm cầu.',
  trip: (time: string) => `đi và về ${time}`,
  tripLong: 'Đi và về lâu: mọi việc sẽ chậm.',
  measuring: 'đang đo…',
  ms: (value: string) => `${value} ms`,
  s: (value: string) => `${value} giây`,

  clock: 'Đồng hồ',
  clockRight: 'Đồng hồ máy này đúng.',
  clockBehind: (by: string) => `Đồng hồ máy này chậm ${by}.`,
  clockAhead: (by: string) => `Đồng hồ máy này nhanh ${by}.`,
  clockBound: (bound: string) => `Đo được, sai không quá ${bound} ms.`,
  clockUnknown: 'Chưa đo được sai số.',
  clockOwn: 'Đồng hồ đếm trên trang chạy theo giờ của trung tâm, không theo máy này.',

  sound: 'Âm báo',
  soundWhy: 'Khi đến lượt điểm cầu, máy này phát âm báo.',
  soundTry: 'Thử âm thanh',
  soundAgain: 'Thử lại',
  soundHeard: 'Nghe rõ',
  soundNot: 'Không nghe thấy',
  soundAsk: 'Có nghe thấy âm báo không?',
  soundGood: 'Âm báo bật, đã nghe rõ.',
  soundBad: 'Không nghe thấy: kiểm tra loa và âm lượng của máy, rồi thử lại.',
  soundOff: 'Tắt âm báo',

  key: 'Phím F9',
  keyWhy: 'F9 là phím SẴN SÀNG khi được mời. Bấm thử một lần; có máy phải giữ Fn.',
  keyGood: 'F9 dùng được.',

  screen: 'Màn hình luôn sáng',
  screenGood: 'Trình duyệt giữ màn hình sáng.',
  screenBad: 'Trình duyệt không giữ được màn hình: hãy tắt chế độ ngủ trong cài đặt của máy.',

  language: 'Ngôn ngữ',
  vietnamese: 'Tiếng Việt',
  english: 'English',

  who: 'Người trực',
  you: (who: string) => `Bạn đang trực với tên ${who}.`,
  notYou: 'Không phải bạn? Thoát, rồi đăng nhập bằng tài khoản của mình.',
  consoleOwn: 'Bạn đang giữ bàn điều khiển của điểm cầu.',
  consoleNot: 'Người khác đang giữ bàn điều khiển: trang này chỉ xem.',
  consoleFree: 'Chưa có ai giữ bàn điều khiển.',

  outbox: 'Hộp chờ gửi',
  outboxEmpty: 'Không có mục nào chờ gửi. Khi mất mạng, những gì bạn gửi sẽ chờ ở đây.',
  outboxLost: (time: string) => `mất mạng ${time}`,
  age: (time: string) => `đã chờ ${time}`,
  notReady: 'Mất kết nối: chưa báo SẴN SÀNG được – hãy gọi điện cho ban điều phối.',
  notNow: 'Mất kết nối: chưa làm được.',

  filter: 'Lọc',
  filters: { all: 'Tất cả', open: 'Đang xử lý', ours: 'Chờ điểm cầu', done: 'Đã xong' },
  noneOfFilter: 'Không có câu hỏi nào như vậy.',
  numberOrName: 'Số thứ tự hoặc họ tên đại biểu',
  several: (count: number) => `${count} người có tên này: hãy nhập số`,

  keys: 'Điểm cầu',
  keySend: 'Gửi câu hỏi đang viết',
  keyRequest: 'Xin phát biểu',
  keyReady: 'SẴN SÀNG',
};

export type Messages = typeof vi;
