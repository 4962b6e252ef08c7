export const vi = {
  /** Besides oneself. */
  with: (names: string) => `${names} cùng trực`,
  alone: 'Bạn trực một mình',
  desk: (names: string) => `${names} đang trực bàn điều phối`,
  nobody: 'Bàn điều phối chưa có ai trực',
  chair: (names: string) => `Chủ tọa: ${names}`,
  more: (names: string, more: string) => `${names} và ${more} người nữa`,
};

export type Messages = typeof vi;
