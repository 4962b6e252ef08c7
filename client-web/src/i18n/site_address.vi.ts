// Where browsers reach a site.
export const vi = {
  label: 'Địa chỉ máy trạm',
  hint: 'https://tên:cổng mà điện thoại ở điểm cầu mở được. Để trống nếu điểm cầu không có máy trạm: mọi người vào thẳng máy chủ trung tâm.',
  bundleHint: 'https://tên:cổng. Lưu cho điểm cầu này: điện thoại sẽ tự chuyển giữa máy trạm và máy chủ trung tâm.',
  allLabel: 'Địa chỉ máy trạm của mọi điểm cầu',
  allHint: 'https://{site}.tên:cổng; {site} là mã điểm cầu, địa chỉ được lưu cho từng nơi. Để trống: giữ địa chỉ đang có.',
  form: 'https://tên:cổng',
  errors: {
    wrong_state: 'điểm cầu khác đang dùng địa chỉ này',
    malformed: 'phải có dạng https://tên:cổng',
  } as Partial<Record<string, string>>,
};

export type Messages = typeof vi;
