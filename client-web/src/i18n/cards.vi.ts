// On every card in both languages, whatever the page speaks.
export const vi = {
  account: 'Tên đăng nhập',
  code: 'Quét mã QR bằng camera điện thoại, hoặc mở địa chỉ trên và nhập 12 số.',
  password: 'Mở địa chỉ trên, nhập tên đăng nhập và mật khẩu.',
  display: 'Mở mã QR này trên máy nối với màn hình.',
};

export type Messages = typeof vi;
