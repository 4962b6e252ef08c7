export const vi = {
  open: 'Gói máy trạm…',
  all: 'Gói cho mọi điểm cầu…',
  title: (site: string) => `Gói cho máy ở điểm cầu ${site}`,
  titleAll: 'Gói cho mọi điểm cầu từ xa',
  what: 'Một tệp .lamsite với chứng chỉ và khóa mới: giao tận tay, chạy bằng lamrelay site. Tải lại là gia hạn: chép đè tệp cũ rồi khởi động lại máy trạm. Chứng chỉ cũ vẫn dùng được tới khi hết hạn hoặc bị thu hồi.',
  make: 'Tạo và tải về',
  revokeWhat: 'Mất máy hoặc lộ tệp: thu hồi trước, rồi tạo gói mới. Liên kết của điểm cầu này bị cắt ngay.',
  working: 'Đang làm…',
  made: (file: string) => `Đã tải ${file}`,
  revoked: (count: string) => `Đã thu hồi ${count} chứng chỉ`,
  none: 'Máy chủ này chưa có khóa ký cho liên kết điểm cầu. Chạy lệnh này trên máy chủ rồi khởi động lại:',
  close: 'Đóng',
  errors: {
    missing_field: 'Cần địa chỉ: hãy ghi địa chỉ máy trạm của điểm cầu này',
    not_found: 'Chưa có chứng chỉ nào để thu hồi',
    wrong_state: 'Máy chủ không có khóa ký cho liên kết điểm cầu',
    busy: 'Chưa làm được; thử lại, hoặc xem nhật ký máy chủ',
    no_link: 'Mất kết nối; thử lại',
    not_fetched: 'Đã tạo nhưng không tải được; tạo lại',
  } as Partial<Record<string, string>>,
};

export type Messages = typeof vi;
