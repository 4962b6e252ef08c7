// The way to the hub in the head of an operator's page, and on a display.
export const vi = {
  aloneShort: (time: string) => `Mất trung tâm từ ${time}`,
  keeps: (count: string) => `giữ ${count} mục`,
  oldest: (time: string) => `cũ nhất ${time}`,
  ours: 'qua máy của điểm cầu',
  slow: 'đường truyền chậm',
  straight: 'nối thẳng trung tâm',
  away: 'nối thẳng trung tâm, máy của điểm cầu không phục vụ',
  aloneFor: (time: string) => `Không có tin từ trung tâm ${time}`,
};

export type Messages = typeof vi;
