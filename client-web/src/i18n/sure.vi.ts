// What cannot be taken back: the button says it of whom.
export const vi = {
  sure: 'Tôi chắc chắn',
  remove: (who: string) => `Xóa ${who}`,
  revoke: (who: string) => `Thu hồi quyền của ${who}`,
  renew: (who: string) => `Cấp lại cho ${who}`,
  codes: (whom: string) => `Cấp mã mới cho ${whom}`,
  people: (count: string) => `${count} người`,
  ofGroup: (group: string, count: string) => `${group}: ${count} người`,
  certificates: (site: string) => `Thu hồi chứng chỉ của ${site}`,
  certificatesOpen: 'Thu hồi chứng chỉ cũ…',
  importBoth: (add: string, change: string) => `Nhập ${add} mục mới, sửa ${change} mục đã có`,
  notKept: (count: string) => `${count} thẻ chưa in, chưa tải về. Xóa rồi thì phải cấp mã khác.`,
  forget: (count: string) => `Xóa ${count} thẻ khỏi màn hình`,
};

export type Messages = typeof vi;
