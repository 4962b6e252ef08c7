export const vi = {
  password: 'Mật khẩu của bạn, một lần nữa',
  errors: {
    bad_credentials: 'Mật khẩu không đúng',
    rate_limited: 'Mật khẩu sai quá nhiều lần; chờ một lát',
  } as Partial<Record<string, string>>,
};

export type Messages = typeof vi;
