// The page was opened at an address that the hub was not told of.
export const vi = {
  notKnown: (address: string) => `Trung tâm không nhận trang mở ở ${address}`,
  openAnother: (address: string) => `Hãy mở trang ở địa chỉ của hội nghị. Nếu đây là địa chỉ đúng, người cài đặt thêm nó khi chạy trung tâm: --address ${address}`,
};

export type Messages = typeof vi;
