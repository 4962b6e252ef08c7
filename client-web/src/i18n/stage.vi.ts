export const vi = {
  speaking: 'Đang phát biểu',
  called: 'Mời phát biểu',
  next: 'Tiếp theo',
  voteHow: 'Bỏ phiếu trên điện thoại của bạn',
  nobody: 'Mời đại biểu đăng ký phát biểu',
  agenda: 'Chương trình',
  now: 'Đang diễn ra',
  join: 'Tham gia bằng điện thoại',
  joinHow: 'Quét mã, rồi nhập mã cá nhân trên thẻ',
  open: 'Đang bỏ phiếu',
  closing: 'Đang đóng',
  closed: 'Đã đóng – chờ công bố',
  published: 'Kết quả',
  void: 'Đã huỷ',
  lostFor: (time: string) => `Mất kết nối ${time}`,
  signIn: 'Mở màn hình này bằng đường dẫn trên thẻ của nó.',
};

export type Messages = typeof vi;
