// Of a language whose words could not be fetched.
export const vi = {
  lacking: (name: string) => `Chưa đổi được sang ${name}: máy chủ không trả lời. Trang sẽ tự đổi khi nối lại.`,
  stay: 'Thôi, giữ như cũ',
};

export type Messages = typeof vi;
