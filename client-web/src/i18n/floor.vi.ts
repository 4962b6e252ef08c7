export const vi = {
  moveRefused: (time: string) =>
    `Mã của bạn vừa được thử trên một máy khác lúc ${time}. Nếu chính bạn muốn đổi máy, hãy gặp người phụ trách điểm cầu.`,
  question: (question: number) => `Câu hỏi #${question} của bạn`,
  request: 'Xin phát biểu',
  place: (place: number) => `Bạn đứng thứ ${place === 1 ? 'nhất' : place} trong hàng chờ phát biểu`,
  second: 'Bạn là người thứ 2 – xin chuẩn bị',
  received: 'Đã nhận đăng ký. Khi gần đến lượt, trang sẽ báo cho bạn.',
  next: 'Đến lượt bạn: xin báo sẵn sàng ở phía trên',
  ready: 'Đã báo sẵn sàng. Xin chờ mời bắt đầu.',
  saidReady: '✓ Đã báo sẵn sàng',
  sayReady: 'Tôi đã sẵn sàng',
  onAirIn: (seconds: number) => `◔ lên hình sau ${seconds} giây`,
  withdraw: 'Rút',
  closed: 'Danh sách phát biểu đã đóng.',
  order: 'Ý kiến về thủ tục…',
  orderWhy: 'Dùng khi cuộc họp không theo đúng chương trình hoặc quy chế; được ưu tiên trong hàng chờ.',
  orderRequest: 'Xin nêu ý kiến về thủ tục',
  orderOwn: 'Về thủ tục',
};

export type Messages = typeof vi;
