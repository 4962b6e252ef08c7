// For those who vote, and of their own ballot.
export const vi = {
  cast: 'Gửi phiếu',
  change: 'Đổi phiếu',
  castEmpty: 'Gửi phiếu không chọn gì',
  castFinal: 'Gửi – không đổi được nữa',
  final: 'Phiếu gửi đầu tiên là cuối cùng.',
  sure: 'Xem lại lần cuối rồi bấm gửi:',
  changeable: 'Bạn có thể đổi phiếu đến khi cuộc bỏ phiếu đóng.',
  chooseSome: (least: number, most: number, chosen: number) => `Chọn từ ${least} đến ${most} · đang chọn ${chosen}`,
  none: 'không chọn gì',
  recorded: (choice: string, time: string) => `✓ Đã ghi nhận lúc ${time}: ${choice}`,
  counted: (choice: string) => `✓ Đã được tính: ${choice}`,
  unproven: (choice: string) => `Chưa rõ giờ gửi: ${choice}`,
  late: (choice: string) => `Gửi muộn: ${choice}`,
  late_in_time: (choice: string) => `Đến sau công bố: ${choice}`,
  void: (choice: string) => `✕ Phiếu không còn giá trị: ${choice}`,
  again: 'Bỏ phiếu lại: cuộc trước đã bị hủy.',
};

export type Messages = typeof vi;
