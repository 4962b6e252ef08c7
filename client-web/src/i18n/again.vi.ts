export const vi = {
  password: 'Mật khẩu của bạn, một lần nữa',
  errors: {
    missing_field: 'vai trò của người đã có trong danh sách chỉ đổi được từng người, kèm mật khẩu của bạn',
    bad_credentials: 'Mật khẩu không đúng',
    rate_limited: 'Mật khẩu sai quá nhiều lần; chờ một lát',
  } as Partial<Record<string, string>>,
};

export type Messages = typeof vi;
